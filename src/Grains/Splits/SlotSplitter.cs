using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Questions;

namespace OrderBookSilo.Grains.Splits;

/// <summary>
/// Computes and stores the splits of an asset's slots from the books that the warehouse records. Idempotent, also when
/// two silos do it at once.
/// </summary>
public sealed partial class SlotSplitter(
    SlotSplits splits,
    SplitSettings settings,
    IMarketReader warehouse,
    ISplitStore store,
    FactWriter facts,
    BookClient latest,
    SlotSchedule schedule,
    ClockOffset clock,
    TimeProvider time,
    ILogger<SlotSplitter> log)
{
    /// <summary>How many slots are split in one run, and how far back they may be.</summary>
    private const int SlotsMax = 12;

    private const int SlotsBackMax = 48;

    /// <summary>How often a slot is checked again that waits for books of other markets, such as a converter's.</summary>
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan AfterDeadline = TimeSpan.FromSeconds(1);

    /// <summary>Converters whose base is unknown, because they have not been added yet, are looked up again after this time.</summary>
    private static readonly TimeSpan AskPeriod = TimeSpan.FromMinutes(1);

    private IReadOnlyList<Asset> converterBases = [];
    private long? askedAt;

    /// <summary>Splits what is due; returns when to check again, or null when nothing waits.</summary>
    public async Task<DateTimeOffset?> SplitAsync(Asset asset, CancellationToken cancel)
    {
        var now = clock.Now.At;
        var present = schedule.SlotAt(now);
        var from = present.Start - schedule.SlotLength * SlotsBackMax;
        while (true)
        {
            var open = await store.FindUnsplitSlotsAsync(asset, settings, from, schedule.SlotAt(present.End), SlotsMax, cancel);
            var made = 0;
            foreach (var slot in open)
            {
                var markets = await store.ReadSlotMarketsAsync(asset, slot, cancel);
                var deadline = splits.DeadlineOf(slot, markets);
                if (await TrySplitAsync(asset, slot, markets, deadline, now, cancel) is not { } splitCount)
                {
                    return now + LookPeriod < deadline ? now + LookPeriod : deadline + AfterDeadline;
                }

                made += splitCount;
            }

            if (open.Count < SlotsMax || made > 0)
            {
                return open.Count < SlotsMax ? null : now;
            }

            // Without order sizes in any of the quotes that it had then, the asset never has splits of these slots; later ones may.
            from = open[^1].End;
        }
    }

    /// <summary>The number of splits stored for the slot; null while it has to wait.</summary>
    private async Task<int?> TrySplitAsync(
        Asset asset, Slot slot, IReadOnlyList<SlotMarket> markets, DateTimeOffset deadline, DateTimeOffset now, CancellationToken cancel)
    {
        var converters = await ReadConvertersAsync(slot, cancel);
        if (!SlotSplits.AreDue(markets.Concat(converters), deadline, now))
        {
            return null;
        }

        var books = new Dictionary<Market, OrderBook>();
        foreach (var market in markets.Concat(converters).Where(market => SlotSplits.IsInTime(market, deadline)))
        {
            if (await FindBookAsync(market, cancel) is { } book)
            {
                books[market.Market] = book;
            }
        }

        var made = splits.Of(asset, slot, markets, converters, books);
        await store.SaveSplitsAsync(made, cancel);
        LogSplit(asset, slot, made.Count, books.Count, markets.Count);
        return made.Count;
    }

    private async Task<IReadOnlyList<SlotMarket>> ReadConvertersAsync(Slot slot, CancellationToken cancel)
    {
        var found = new List<SlotMarket>();
        foreach (var baseAsset in await ReadConverterBasesAsync(cancel))
        {
            var markets = await store.ReadSlotMarketsAsync(baseAsset, slot, cancel);
            found.AddRange(markets.Where(market => settings.Conversions.Contains(market.Market)));
        }

        return found;
    }

    // A market's base never changes once known.
    private async Task<IReadOnlyList<Asset>> ReadConverterBasesAsync(CancellationToken cancel)
    {
        if (converterBases.Count < settings.Conversions.Count && (askedAt is not { } last || time.GetElapsedTime(last) > AskPeriod))
        {
            askedAt = time.GetTimestamp();
            var known = await warehouse.ListMarketsAsync(cancel);
            converterBases = [.. known.Where(record => settings.Conversions.Contains(record.Market)).Select(record => record.Pair?.Base).OfType<Asset>()];
        }

        return [.. converterBases.Distinct()];
    }

    // The market's latest book is usually the slot's; otherwise the archive has it.
    private async Task<OrderBook?> FindBookAsync(SlotMarket market, CancellationToken cancel)
    {
        var record = market.Book!;
        var held = await TryLatestAsync(market.Market, cancel);
        return held is not null && held.Slot == record.Slot.Start && held.ReceivedAt == record.ReceivedAt
            ? held.Book
            : (await facts.RestoreAsync(record, market.Pair, cancel))?.Book;
    }

    private async Task<MarketBook?> TryLatestAsync(Market market, CancellationToken cancel)
    {
        try
        {
            return await latest.FindAsync(market, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNoAnswer(market, e.Message);
            return null;
        }
    }

    [LoggerMessage(1510, LogLevel.Information, "{Asset} {Slot}: {Splits} splits from {Books} books of {Markets} markets")]
    private partial void LogSplit(Asset asset, Slot slot, int splits, int books, int markets);

    [LoggerMessage(1511, LogLevel.Warning, "Could not get the book of {Market} for the splits ({Message}); reading it from the archive")]
    private partial void LogNoAnswer(Market market, string message);
}
