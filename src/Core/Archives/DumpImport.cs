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
/// Takes books that another program dumped into the archive, byte for byte, so that they can be replayed. It makes no facts. A
/// market that was never configured becomes known and stays inactive. Doing it twice changes nothing.
/// </summary>
public sealed class DumpImport(
    IArchive archive,
    IMarketStore warehouse,
    ProductCatalog catalog,
    IReadOnlyDictionary<string, IVenue> venues,
    SlotSchedule schedule,
    TimeProvider time)
{
    /// <summary>Bytes that a file may have.</summary>
    public const int FileBytesMax = 64 * 1024 * 1024;

    // A dump's date may be that of a clock in any time zone.
    private static readonly TimeSpan ZoneMax = TimeSpan.FromDays(1);
    private static readonly TimeSpan ListingTimeMax = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Market, bool> known = new();

    /// <summary>Archives a dump, or says why not. Throws <see cref="StoreUnavailableException"/>.</summary>
    /// <param name="modifiedAt">When the file was last modified; null when that is not known.</param>
    public async Task<ImportedDump> ImportAsync(DumpPath path, DateTimeOffset? modifiedAt, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var venue = venues[path.Market.Venue];
        if (!venue.ParseBook(body.Span).TryGet(out var book, out var defect))
        {
            return ImportedDump.Refused($"it is no book ({defect.Kind.Text()}): {defect.Message}");
        }

        if (TimeOf(path, book.VenueTime, modifiedAt) is not var (at, source))
        {
            return ImportedDump.Refused($"its own time, {book.VenueTime!.Value.UtcDateTime:O}, is not of the day of its path");
        }

        var slot = Slot.Containing(at, schedule.SlotLength);
        if (at > time.GetUtcNow())
        {
            return ImportedDump.Refused($"its time, {at.UtcDateTime:O}, has not come yet");
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(body.Span));
        var capture = new Capture(path.Market, slot, body, sha256, at, at, $"import:{path.Text}", HttpStatus: 200, venue.AdapterVersion) { TimeSource = source };
        var before = await archive.ListAsync(path.Market, slot, cancel);
        var archived = await archive.StoreAsync(capture, cancel);
        return new ImportedDump(archived, IsNew: !before.Contains(archived.Key), await MakeKnownAsync(path.Market, cancel), Refusal: null);
    }

    /// <summary>The best time there is; null when the payload's own contradicts the path.</summary>
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

    // What PostgreSQL keeps of a time.
    private static DateTimeOffset Microseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond)).ToUniversalTime();

    /// <summary>Whether the market was not known before. Its pair is the venue's listing's, if that can be had soon.</summary>
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
            return listing.TryGet(out var products, out _) ? products.GetValueOrDefault(market.Product) : null;
        }
        catch (OperationCanceledException) when (!deadline.IsStopped)
        {
            return null;
        }
    }
}

/// <summary>What the import of one file came to.</summary>
/// <param name="Archived">The capture as it lies in the archive; null when it was refused.</param>
/// <param name="IsNew">Whether it was not there before.</param>
/// <param name="IsNewMarket">Whether its market was not known before.</param>
/// <param name="Refusal">Why it was refused, as a sentence; null when it was not.</param>
public sealed record ImportedDump(ArchivedCapture? Archived, bool IsNew, bool IsNewMarket, string? Refusal)
{
    internal static ImportedDump Refused(string why) => new(null, false, false, why);
}
