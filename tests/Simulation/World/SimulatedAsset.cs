using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>Does what an asset's grain does, with the same splits: computes those of the slots that are due.</summary>
internal sealed class SimulatedAsset(
    RunSettings settings, SimulatedWarehouse warehouse, SplitLink store, FactWriter facts, ClockOffset clock, Dice dice)
{
    public static readonly Asset Currency = new("USD");
    public static readonly Exact OrderSize = 50_000;

    private const int SlotsMax = 12;
    private const int SlotsBackMax = 48;

    /// <summary>How often a market's grain no longer has the slot's book, so that the archive has to be read.</summary>
    private const double ForgottenShare = 0.1;

    private static readonly SnapshotPlan Plan = new(
        [], new Dictionary<string, IReadOnlyList<Exact>> { [Currency.Code] = [OrderSize] }, [], FillPolicy.Exact, [], FillsMax: 0);

    /// <summary>With PostgreSQL's word for a rate that was always valid.</summary>
    private static readonly string?[][] FeeFields =
    [
        ["coinbase", FeeSchedules.StandardProfile, "standard", "trailing_volume", "0", "0.0002", "quote", "", "-infinity", null],
        ["binance", FeeSchedules.StandardProfile, "standard", "trailing_volume", "0", "0.0001", "received", "", "-infinity", "infinity"],
    ];

    private readonly SlotSplits splits = new(new SplitPlanner(settings.Splits), Plan, ReadFees());

    public async Task SplitAsync(CancellationToken cancel)
    {
        var now = clock.Now.At;
        var present = settings.Schedule.SlotAt(now);
        var from = present.Start - (present.Length * SlotsBackMax);
        IReadOnlyList<Slot> open;
        do
        {
            open = await store.FindUnsplitSlotsAsync(RunSettings.SplitAsset, settings.Splits, from, present.Next, SlotsMax, cancel);
            foreach (var slot in open)
            {
                if (!await TrySplitAsync(slot, now, cancel))
                {
                    return;
                }

                from = slot.End;
            }
        }
        while (open.Count == SlotsMax);
    }

    private async Task<bool> TrySplitAsync(Slot slot, DateTimeOffset now, CancellationToken cancel)
    {
        var markets = await store.ReadSlotMarketsAsync(RunSettings.SplitAsset, slot, cancel);
        var deadline = splits.DeadlineOf(slot, markets);
        var converters = await store.ReadSlotMarketsAsync(RunSettings.ConverterBase, slot, cancel);
        if (!SlotSplits.AreDue(markets.Concat(converters), deadline, now))
        {
            return false;
        }

        var books = new Dictionary<Market, OrderBook>();
        foreach (var market in markets.Concat(converters).Where(market => SlotSplits.IsInTime(market, deadline)))
        {
            if (await FindBookAsync(market, cancel) is { } book)
            {
                books[market.Market] = book;
            }
        }

        await store.SaveSplitsAsync(splits.Of(RunSettings.SplitAsset, slot, markets, converters, books), cancel);
        return true;
    }

    private async Task<OrderBook?> FindBookAsync(SlotMarket market, CancellationToken cancel) => dice.Chance(ForgottenShare)
        ? (await facts.RestoreAsync(market.Book!, market.Pair, cancel))?.Book
        : warehouse.FindRows(market.Market, market.Book!.Slot.Start)!.Books[0].Book;

    // A row that cannot be read is left out, as the warehouse does.
    private static MarketFees ReadFees()
    {
        var rows = FeeFields.Select(fields => FeeRow.TryRead(fields, out var row, out _) ? row : null).OfType<FeeRow>();
        var fees = new MarketFees(new Dictionary<string, TraderFees>());
        fees.Use(new FeeSchedules(rows));
        return fees;
    }
}
