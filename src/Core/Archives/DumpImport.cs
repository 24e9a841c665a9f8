using System.Collections.Concurrent;
using System.Security.Cryptography;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Archives;

/// <summary>
/// Imports books that another program dumped into the archive, byte for byte, so that they can be replayed. It writes no facts.
/// A market that was never configured is added as inactive. Importing twice changes nothing.
/// </summary>
public sealed class DumpImport(
    IArchive archive,
    IMarketStore warehouse,
    ProductCatalog catalog,
    IReadOnlyDictionary<string, IVenue> venues,
    SlotSchedule schedule,
    TimeProvider time)
{
    /// <summary>Maximum size of a file.</summary>
    public const int FileBytesMax = 64 * 1024 * 1024;

    // A dump's date may come from a clock in any time zone.
    private static readonly TimeSpan ZoneMax = TimeSpan.FromDays(1);
    private static readonly TimeSpan ListingTimeMax = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Market, bool> known = new();

    /// <summary>Archives a dump, or returns why it was refused. Throws <see cref="StoreUnavailableException"/>.</summary>
    /// <param name="modifiedAt">When the file was last modified; null when unknown.</param>
    public async Task<ImportedDump> ImportAsync(DumpPath path, DateTimeOffset? modifiedAt, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var venue = venues[path.Market.Venue];
        if (!venue.ParseBook(body.Span).TryGet(out var book, out var defect))
        {
            return ImportedDump.Refused($"it is not a book ({defect.Kind.Text()}): {defect.Message}");
        }

        if (TimeOf(path, book.VenueTime, modifiedAt) is not var (at, source))
        {
            return ImportedDump.Refused($"its own time, {book.VenueTime!.Value.UtcDateTime:O}, does not match the day in its path");
        }

        var slot = Slot.Containing(at, schedule.SlotLength);
        if (at > time.GetUtcNow())
        {
            return ImportedDump.Refused($"its time, {at.UtcDateTime:O}, is in the future");
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(body.Span));
        var capture = new Capture(path.Market, slot, body, sha256, at, at, $"import:{path.Text}", HttpStatus: 200, venue.AdapterVersion) { TimeSource = source };
        var before = await archive.ListAsync(path.Market, slot, cancel);
        var archived = await archive.StoreAsync(capture, cancel);
        return new ImportedDump(archived, IsNew: !before.Contains(archived.Key), await MakeKnownAsync(path.Market, cancel), Refusal: null);
    }

    /// <summary>The best available time; null when the payload's own time contradicts the path.</summary>
    private static (DateTimeOffset At, TimeSource Source)? TimeOf(DumpPath path, DateTimeOffset? payload, DateTimeOffset? modifiedAt)
    {
        var day = new DateTimeOffset(path.Date, TimeOnly.MinValue, TimeSpan.Zero);
        if (payload is { } own)
        {
            return own >= day - ZoneMax && own < day.AddDays(1) + ZoneMax ? (Microseconds(own), TimeSource.Payload) : null;
        }

        return modifiedAt is { } modified && modified >= day && modified < day.AddDays(1)
            ? (Microseconds(modified), TimeSource.File)
            : (day, TimeSource.Date);
    }

    // The precision that PostgreSQL keeps.
    private static DateTimeOffset Microseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond)).ToUniversalTime();

    /// <summary>
    /// Adds the market with its pair from the venue's listing, if that is available quickly. Returns whether the market is new.
    /// </summary>
    private async Task<bool> MakeKnownAsync(Market market, CancellationToken cancel)
    {
        if (known.ContainsKey(market))
        {
            return false;
        }

        var isNew = await warehouse.AddMarketAsync(market, cancel);
        if (await FindListedAsync(market, cancel) is { } product)
        {
            await warehouse.SaveListingAsync(market.Venue, [product], time.GetUtcNow(), cancel);
        }

        known[market] = true;
        return isNew;
    }

    private async Task<Product?> FindListedAsync(Market market, CancellationToken cancel)
    {
        using var deadline = new Deadline(ListingTimeMax, time, cancel);
        try
        {
            var listing = await catalog.GetAsync(market.Venue, deadline.Token);
            return listing.TryGet(out var products, out _) ? products.BySymbol.GetValueOrDefault(market.Product) : null;
        }
        catch (OperationCanceledException) when (!deadline.IsStopped)
        {
            return null;
        }
    }
}

/// <summary>The result of importing one file.</summary>
/// <param name="Archived">The archived capture; null when the file was refused.</param>
/// <param name="IsNew">Whether it was not in the archive before.</param>
/// <param name="IsNewMarket">Whether its market was unknown before.</param>
/// <param name="Refusal">The reason as a sentence; null when the file was accepted.</param>
public sealed record ImportedDump(ArchivedCapture? Archived, bool IsNew, bool IsNewMarket, string? Refusal)
{
    internal static ImportedDump Refused(string why) => new(null, false, false, why);
}
