using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Replays;

/// <summary>The evidence of one slot of one market.</summary>
/// <param name="Named">The capture from which its facts were computed; null without facts.</param>
/// <param name="Keys">All of its captures in the archive.</param>
internal sealed record MarketEvidence(Market Market, DateTimeOffset SlotStart, ReplayBook? Named, IReadOnlyList<string> Keys);

/// <summary>All evidence of a page in facts and archive, before any object is read.</summary>
internal sealed class PageEvidence
{
    private readonly SortedDictionary<DateTimeOffset, List<MarketEvidence>> slots = [];

    /// <summary>The slots with evidence, oldest first, each with its markets in order.</summary>
    public IReadOnlyList<IReadOnlyList<MarketEvidence>> Slots => [.. slots.Values];

    public List<ReplayFinding> Findings { get; } = [];

    public static async Task<PageEvidence> FindAsync(IArchive archive, IReplayFacts warehouse, ReplayPage page, CancellationToken cancel)
    {
        var evidence = new PageEvidence();
        var named = (await warehouse.ReadReplayBooksAsync(page, cancel)).ToLookup(book => book.Market);
        foreach (var market in page.Markets)
        {
            var keys = await evidence.ListAsync(archive, market, page, cancel);
            var books = named[market].ToDictionary(book => book.SlotStart);
            foreach (var start in books.Keys.Union(keys.Select(slot => slot.Key)))
            {
                evidence.Add(new MarketEvidence(market, start, books.GetValueOrDefault(start), [.. keys[start]]));
            }
        }

        return evidence;
    }

    // A page lies within one day.
    private async Task<ILookup<DateTimeOffset, string>> ListAsync(IArchive archive, Market market, ReplayPage page, CancellationToken cancel)
    {
        var found = new List<ArchiveEntry>();
        await foreach (var entry in archive.ListAsync(ArchivePlace.Of(market, DateOnly.FromDateTime(page.From.UtcDateTime)), cancel))
        {
            if (entry.IsForeign)
            {
                Findings.Add(ReplayFinding.OfObject(ReplayFindingKind.ForeignObject, null, default, entry.Key, "its key does not follow the archive's layout"));
            }
            else if (page.Contains(entry.SlotStart))
            {
                found.Add(entry);
            }
        }

        return found.ToLookup(entry => entry.SlotStart, entry => entry.Key);
    }

    private void Add(MarketEvidence evidence)
    {
        if (!slots.TryGetValue(evidence.SlotStart, out var markets))
        {
            slots[evidence.SlotStart] = markets = [];
        }

        markets.Add(evidence);
    }
}
