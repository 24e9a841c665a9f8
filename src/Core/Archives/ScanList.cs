using System.Runtime.CompilerServices;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Archives;

/// <summary>An object to verify.</summary>
/// <param name="Named">What the facts say about it.</param>
/// <param name="IsListed">False when only the facts refer to it.</param>
internal sealed record ScanItem(ArchiveEntry Entry, IReadOnlyList<NamedCapture> Named, bool IsListed);

/// <summary>
/// Joins the listing of an archive with the facts, one market and day at a time: first everything listed in its order, each day
/// followed by what the facts of that day lack in it, then the days of which nothing is listed.
/// </summary>
internal sealed class ScanList(IAsyncEnumerable<ArchiveEntry> entries, IArchiveFacts facts, ScanRequest request)
{
    private readonly HashSet<(Market Market, DateOnly Day)> seen = [];
    private Dictionary<string, List<NamedCapture>> unlisted = [];
    private (Market Market, DateOnly Day)? current;

    /// <param name="markets">Markets whose facts are searched for days of which nothing is listed.</param>
    public async IAsyncEnumerable<ScanItem> ReadAsync(IReadOnlyList<Market> markets, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var entry in entries.WithCancellation(cancel))
        {
            if (entry.Market is not { } market)
            {
                yield return new ScanItem(entry, [], IsListed: true);
                continue;
            }

            var day = (market, DateOnly.FromDateTime(entry.SlotStart.UtcDateTime));
            foreach (var absent in current == day ? [] : Unlisted())
            {
                yield return absent;
            }

            await EnterAsync(day, cancel);
            yield return new ScanItem(entry, unlisted.Remove(entry.Key, out var named) ? named : [], IsListed: true);
        }

        foreach (var absent in Unlisted())
        {
            yield return absent;
        }

        foreach (var market in markets)
        {
            foreach (var day in await facts.ReadNamedDaysAsync(market, request.From, request.To, cancel))
            {
                await EnterAsync((market, day), cancel);
                foreach (var absent in Unlisted())
                {
                    yield return absent;
                }
            }
        }
    }

    private async Task EnterAsync((Market Market, DateOnly Day) day, CancellationToken cancel)
    {
        if (current == day || !seen.Add(day))
        {
            return;
        }

        current = day;
        var named = await facts.ReadNamedAsync(day.Market, day.Day, cancel);
        unlisted = named.Where(one => request.Contains(one.SlotStart)).GroupBy(one => one.Key).ToDictionary(one => one.Key, one => one.ToList());
    }

    private List<ScanItem> Unlisted()
    {
        var absent = unlisted.Values.Select(named => new ScanItem(new ArchiveEntry(named[0].Key, current!.Value.Market, named[0].SlotStart, 0), named, IsListed: false)).ToList();
        unlisted = [];
        return absent;
    }
}
