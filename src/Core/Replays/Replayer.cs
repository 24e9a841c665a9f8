using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Core.Replays;

/// <summary>
/// Computes a page of slots again: archive, parse, compute, warehouse, with the same code as a pull. One slot's books are in
/// memory at a time, whatever the range. Doing a page twice changes nothing.
/// </summary>
public sealed class Replayer(
    IArchive archive,
    IWarehouse warehouse,
    IReplayWarehouse replays,
    IReadOnlyDictionary<string, IVenue> venues,
    PullPipeline pipeline,
    SnapshotPlan plan,
    MarketFees fees,
    SplitDesk desk)
{
    /// <summary>Objects of one slot that are read at once.</summary>
    private const int ReadsAtOnce = 4;

    /// <summary>Reads, computes and writes a page.</summary>
    /// <param name="giveWay">Awaited before each book, so that pulls come first.</param>
    public async Task<ReplayPageResult> RunAsync(
        ReplayOrder order, ReplayPage page, Func<CancellationToken, Task> giveWay, CancellationToken cancel)
    {
        var evidence = await PageEvidence.FindAsync(archive, replays, page, cancel);
        var reader = new ReplayReader(archive, venues);
        var recipe = ReplayRecipe.Of(order, plan, fees, desk);
        var known = (await warehouse.ListMarketsAsync(cancel)).ToDictionary(record => record.Market, record => record.Pair);
        var asset = order.Markets.Count == 0 ? known.GetValueOrDefault(page.Markets[0])?.Base : null;
        var splitter = asset is { } of ? new ReplaySplits(of, recipe.Splits, desk.Settings, new PageMarkets(replays, evidence), reader, known) : null;
        var tally = new ReplayTally();
        await using var writer = order is { Mode: ReplayMode.Version, IsDry: true }
            ? new UnwrittenPage()
            : await replays.OpenPageAsync(order, page, asset, cancel);
        foreach (var slot in evidence.Slots)
        {
            var snapshots = await ComputeAsync(order, recipe, slot, known, reader, giveWay, cancel);
            foreach (var snapshot in snapshots)
            {
                tally += new ReplayTally { Books = 1, BodyBytes = snapshot.Capture.Body.Length };
                await writer.AddAsync(snapshot, cancel);
            }

            if (splitter is not null && snapshots.Count > 0)
            {
                await writer.AddAsync(await splitter.OfAsync(snapshots, cancel), cancel);
            }
        }

        var written = await writer.CompleteAsync(cancel);
        List<ReplayFinding> unusable = [.. evidence.Findings, .. reader.Findings];
        return new ReplayPageResult(
            written.Tally + tally + new ReplayTally { Problems = unusable.Count },
            [.. unusable.Concat(written.Findings).Take(ReplayPageResult.FindingsMax)]);
    }

    private async Task<IReadOnlyList<Snapshot>> ComputeAsync(
        ReplayOrder order,
        ReplayRecipe recipe,
        IReadOnlyList<MarketEvidence> slot,
        Dictionary<Market, Pair?> known,
        ReplayReader reader,
        Func<CancellationToken, Task> giveWay,
        CancellationToken cancel)
    {
        var snapshots = new Snapshot?[slot.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(slot.Index(), options, async (market, token) =>
        {
            await giveWay(token);
            var pair = known.GetValueOrDefault(market.Item.Market);
            if (await reader.ReadAsync(market.Item, token) is { } read)
            {
                if (market.Item.Named is null && order is { Mode: ReplayMode.Fill, IsDry: false })
                {
                    await pipeline.WriteFactsAsync(read.Archived, pair, token);
                }

                var fee = recipe.Fees.Find(market.Item.Market, pair, read.Archived.Capture.ReceivedAt);
                snapshots[market.Index] = SnapshotBuilder.Build(read.Archived, read.Book, recipe.Plan.For(pair?.Quote, fee));
            }
        });
        return [.. snapshots.OfType<Snapshot>()];
    }
}

/// <summary>The splits of one asset's slots, made of the books that were just computed.</summary>
internal sealed class ReplaySplits(
    Asset asset, SlotSplits splits, SplitSettings settings, PageMarkets page, ReplayReader reader, Dictionary<Market, Pair?> known)
{
    private readonly IReadOnlyList<Asset> converterBases =
        [.. settings.Conversions.Select(market => known.GetValueOrDefault(market)?.Base).OfType<Asset>().Distinct()];

    public async Task<IReadOnlyList<SlotSplit>> OfAsync(IReadOnlyList<Snapshot> snapshots, CancellationToken cancel)
    {
        var slot = snapshots[0].Capture.Slot;
        var replayed = snapshots.ToDictionary(snapshot => snapshot.Capture.Market);
        var books = snapshots.ToDictionary(snapshot => snapshot.Capture.Market, snapshot => snapshot.Book);
        var markets = (await page.ReadAsync(asset, slot, cancel))
            .Select(market => market with { Book = replayed.TryGetValue(market.Market, out var own) ? RecordOf(own) : null }).ToList();
        var converters = new List<SlotMarket>();
        foreach (var converterBase in converterBases)
        {
            converters.AddRange((await page.ReadAsync(converterBase, slot, cancel)).Where(market => settings.Conversions.Contains(market.Market)));
        }

        foreach (var converter in converters.Where(splits.IsInTime))
        {
            await ReadAsync(converter, books, cancel);
        }

        return splits.Of(asset, slot, markets, converters, books);
    }

    private async Task ReadAsync(SlotMarket converter, Dictionary<Market, OrderBook> books, CancellationToken cancel)
    {
        if (!books.ContainsKey(converter.Market) && converter.Book is { } record
            && await reader.ReadNamedAsync(new ReplayBook(record.Market, record.Slot.Start, record.Slot.Length, record.ArchiveKey, record.Sha256), cancel) is { } read)
        {
            books[converter.Market] = read.Book;
        }
    }

    private static BookRecord RecordOf(Snapshot snapshot) => new(
        snapshot.Capture.Market, snapshot.Capture.Slot, snapshot.Capture.ReceivedAt, snapshot.Book.VenueTime, snapshot.Book.Sequence,
        snapshot.Book.BestBid, snapshot.Book.BestAsk, snapshot.Book.Mid, snapshot.Book.Bids.Count, snapshot.Book.Asks.Count,
        snapshot.Book.DepthComplete, snapshot.Capture.Sha256, snapshot.ArchiveKey);
}

/// <summary>The markets of every slot of a page, asked for once.</summary>
internal sealed class PageMarkets(IReplayWarehouse warehouse, PageEvidence evidence)
{
    private readonly Dictionary<(Asset Base, TimeSpan SlotLength), ILookup<DateTimeOffset, SlotMarket>> known = [];

    public async Task<IEnumerable<SlotMarket>> ReadAsync(Asset baseAsset, Slot slot, CancellationToken cancel)
    {
        if (!known.TryGetValue((baseAsset, slot.Length), out var markets))
        {
            var slots = evidence.Slots.Select(of => Slot.Containing(of[0].SlotStart, slot.Length)).Where(of => of.Start >= slot.Start);
            known[(baseAsset, slot.Length)] = markets = await warehouse.ReadSlotMarketsAsync(baseAsset, [.. slots.Distinct()], cancel);
        }

        return markets[slot.Start];
    }
}
