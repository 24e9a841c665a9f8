using OrderBookSilo.Core.Archives;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api;

/// <summary>Sums up a scan of the archive, in total, by venue and by market.</summary>
internal sealed class ArchiveTally(DateTimeOffset now)
{
    private readonly SortedDictionary<string, ArchiveTotals> venues = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ArchiveTotals> markets = new(StringComparer.Ordinal);
    private readonly SortedDictionary<ArchiveFindingKind, long> findings = [];

    private long unproved;

    /// <summary>Number of objects, foreign ones included.</summary>
    public ArchiveTotals All { get; } = new(now);

    public void Add(ScannedObject scanned)
    {
        if (scanned.Finding is { } finding)
        {
            findings[finding.Kind] = findings.GetValueOrDefault(finding.Kind) + 1;
        }

        unproved += scanned.IsUnproved ? 1 : 0;
        if (!scanned.IsListed)
        {
            return;
        }

        All.Add(scanned);
        if (scanned.Entry.Market is { } market)
        {
            Of(venues, market.Venue).Add(scanned);
            Of(markets, market.ToString()).Add(scanned);
        }
    }

    public ArchiveTotalView View() =>
        new(
            All.Objects,
            All.StoredBytes,
            unproved,
            [.. findings.Select(found => ArchiveViews.Of(found.Key, found.Value))],
            [.. venues.Select(venue => ArchiveViews.Of(venue.Key, venue.Value))],
            [.. markets.Select(market => ArchiveViews.Of(market.Key, market.Value))]);

    private ArchiveTotals Of(SortedDictionary<string, ArchiveTotals> parts, string name) =>
        parts.TryGetValue(name, out var totals) ? totals : parts[name] = new ArchiveTotals(now);
}
