using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Replays;

/// <summary>
/// Computes a page of slots again: archive, parse, compute, warehouse, with the same code as a pull. Only one slot's books are
/// in memory at a time, whatever the range. Repeating a page changes nothing.
/// </summary>
public sealed class Replayer(
    IArchive archive,
    IMarketReader warehouse,
    IReplayFacts replays,
    IReadOnlyDictionary<string, IVenue> venues,
    FactWriter facts,
    SnapshotPlan plan,
    MarketFees fees,
    SplitPlanner planner)
{
    /// <summary>Number of objects of one slot read concurrently.</summary>
    private const int ReadsAtOnce = 4;

    /// <summary>Reads, computes and writes a page.</summary>
    /// <param name="giveWay">Awaited before each book, so that pulls have priority.</param>
    public async Task<ReplayPageResult> RunAsync(
        ReplayRequest request, ReplayPage page, Func<CancellationToken, Task> giveWay, CancellationToken cancel)
    {
        var evidence = await PageEvidence.FindAsync(archive, replays, page, cancel);
        if (evidence.Slots.Count == 0 && request.Mode != ReplayMode.Version)
        {
            return new ReplayPageResult(new ReplayTally { Problems = evidence.Findings.Count }, evidence.Findings);
        }

        var reader = new ReplayReader(archive, venues);
        var recipe = ReplayRecipe.Of(request, plan, fees, planner);
        var known = (await warehouse.ListMarketsAsync(cancel)).ToDictionary(record => record.Market, record => record.Pair);
        var asset = SplitAsset(request, page, known);
        var splitter = asset is { } of ? new ReplaySplits(of, recipe.Splits, planner.Settings, new PageMarkets(replays, evidence), reader, known) : null;
        var tally = new ReplayTally();
        await using var writer = request is { Mode: ReplayMode.Version, IsDry: true }
            ? new UnwrittenPage()
            : await replays.OpenPageAsync(request, recipe, page, asset, cancel);
        foreach (var slot in evidence.Slots)
        {
            var computed = await ComputeAsync(request, recipe, slot, known, reader, giveWay, cancel);
            foreach (var market in computed)
            {
                tally += new ReplayTally { Books = 1, BodyBytes = market.BodyBytes, Written = market.Written };
                await writer.AddAsync(market.Snapshot, cancel);
            }

            if (splitter is not null && computed.Count > 0)
            {
                await writer.AddAsync(await splitter.OfAsync([.. computed.Select(market => market.Snapshot)], cancel), cancel);
            }
        }

        var written = await writer.CompleteAsync(cancel);
        List<ReplayFinding> unusable = [.. evidence.Findings, .. reader.Findings];
        return new ReplayPageResult(
            written.Tally + tally + new ReplayTally { Problems = unusable.Count },
            [.. unusable.Concat(written.Findings).Take(ReplayPageResult.FindingsMax)]);
    }

    // A split covers all markets of an asset: when the page lacks one of them, for example one whose pair was learned later, there is none.
    private static Asset? SplitAsset(ReplayRequest request, ReplayPage page, Dictionary<Market, Pair?> known) =>
        request.Markets.Count == 0 && known.GetValueOrDefault(page.Markets[0])?.Base is { } asset
        && known.Where(market => market.Value?.Base == asset).All(market => page.Markets.Contains(market.Key))
            ? asset
            : null;

    private async Task<IReadOnlyList<Computed>> ComputeAsync(
        ReplayRequest request,
        ReplayRecipe recipe,
        IReadOnlyList<MarketEvidence> slot,
        Dictionary<Market, Pair?> known,
        ReplayReader reader,
        Func<CancellationToken, Task> giveWay,
        CancellationToken cancel)
    {
        var computed = new Computed?[slot.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(slot.Index(), options, async (market, token) =>
        {
            await giveWay(token);
            try
            {
                computed[market.Index] = await ComputeAsync(request, recipe, market.Item, known.GetValueOrDefault(market.Item.Market), reader, token);
            }
            catch (Exception failure) when (failure is not (StoreUnavailableException or OperationCanceledException))
            {
                // A book that this version of the software or the database rejects must not block the others.
                reader.AddFinding(market.Item.Market, market.Item.SlotStart, market.Item.Named?.ArchiveKey ?? string.Join(' ', market.Item.Keys), failure);
            }
        });
        return [.. computed.OfType<Computed>()];
    }

    private async Task<Computed?> ComputeAsync(
        ReplayRequest request, ReplayRecipe recipe, MarketEvidence evidence, Pair? pair, ReplayReader reader, CancellationToken cancel)
    {
        using var buffer = new RentedBytes();
        if (await reader.ReadAsync(evidence, buffer, cancel) is not { } read)
        {
            return null;
        }

        var capture = read.Archived.Capture;
        var isAdopted = evidence.Named is null && request is { Mode: ReplayMode.Fill, IsDry: false };
        if (isAdopted)
        {
            await facts.WriteAsync(read.Archived, pair, cancel);
        }

        // The bytes are no longer needed, and an asset may have many markets.
        var kept = read.Archived with { Capture = capture with { Body = default } };
        var snapshot = SnapshotBuilder.Build(kept, read.Book, recipe.Plan.For(pair?.Quote, recipe.Fees.Find(evidence.Market, pair, capture.ReceivedAt)));
        return new Computed(snapshot, capture.Body.Length, isAdopted ? UnwrittenPage.RowsOf(snapshot) : 0);
    }

    /// <summary>A book that was computed again.</summary>
    /// <param name="Written">Number of rows written with it before the page is completed.</param>
    private sealed record Computed(Snapshot Snapshot, long BodyBytes, long Written);
}

/// <summary>Computes the splits of one asset's slots from the books just computed.</summary>
internal sealed class ReplaySplits(
    Asset asset, SlotSplits splits, SplitSettings settings, PageMarkets page, ReplayReader reader, Dictionary<Market, Pair?> known)
{
    private readonly Dictionary<Market, BookRecord> before = [];

    private readonly IReadOnlyList<Asset> converterBases =
        [.. settings.Conversions.Select(market => known.GetValueOrDefault(market)?.Base).OfType<Asset>().Distinct()];

    public async Task<IReadOnlyList<SlotSplit>> OfAsync(IReadOnlyList<Snapshot> snapshots, CancellationToken cancel)
    {
        var slot = snapshots[0].Capture.Slot;
        var replayed = snapshots.ToDictionary(snapshot => snapshot.Capture.Market);
        var books = snapshots.ToDictionary(snapshot => snapshot.Capture.Market, snapshot => snapshot.Book);
        var markets = (await page.ReadAsync(asset, slot, cancel))
            .Select(market => market with { Book = replayed.TryGetValue(market.Market, out var own) ? RecordOf(own, market.Book) : null }).ToList();
        var converters = new List<SlotMarket>();
        foreach (var converterBase in converterBases)
        {
            converters.AddRange((await page.ReadAsync(converterBase, slot, cancel)).Where(market => settings.Conversions.Contains(market.Market)));
        }

        var deadline = splits.DeadlineOf(slot, markets);
        foreach (var converter in converters.Where(market => SlotSplits.IsInTime(market, deadline)))
        {
            await ReadAsync(converter, books, cancel);
        }

        return splits.Of(asset, slot, markets, converters, books);
    }

    private async Task ReadAsync(SlotMarket converter, Dictionary<Market, OrderBook> books, CancellationToken cancel)
    {
        using var buffer = new RentedBytes();
        if (!books.ContainsKey(converter.Market) && converter.Book is { } record
            && await reader.ReadNamedAsync(new ReplayBook(record.Market, record.Slot.Start, record.ArchiveKey, record.Sha256), buffer, cancel) is { } read)
        {
            books[converter.Market] = read.Book;
        }
    }

    // The facts of the slots before a page are stored; those within it may be only just computed.
    private BookRecord RecordOf(Snapshot snapshot, BookRecord? stored)
    {
        var (capture, book) = (snapshot.Capture, snapshot.Book);
        var record = new BookRecord(
            capture.Market, capture.Slot, capture.ReceivedAt, book.VenueTime, book.Sequence, book.BestBid, book.BestAsk, book.Mid,
            book.Bids.Count, book.Asks.Count, book.DepthComplete, capture.Sha256, snapshot.ArchiveKey);
        var since = !before.TryGetValue(capture.Market, out var earlier) ? stored?.UnmovedSince
            : Standstill.IsUnmoved(earlier.Mark, record.Mark) ? earlier.UnmovedSince
            : null;
        return before[capture.Market] = record with { UnmovedSince = since ?? capture.Slot.Start };
    }
}

/// <summary>Loads the markets of all slots of a page once.</summary>
internal sealed class PageMarkets(IReplayFacts warehouse, PageEvidence evidence)
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
