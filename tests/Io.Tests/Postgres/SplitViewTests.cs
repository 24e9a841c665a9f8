using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The views that aggregate many splits.</summary>
public sealed class SplitViewTests : StoreTest
{
    [Fact]
    public async Task Savings_are_aggregated_by_day_over_splits_that_one_market_could_have_filled()
    {
        var incomplete = SomeSplit.Of(slot: Some.Slot(6));
        await Stores.Splits.SaveSplitsAsync(
            [
                Saving(0, "10", 1), Saving(1, "0", 0), Saving(2, "50.5", 5), Saving(3, "20", 2), Saving(4, null, null),
                SomeSplit.Refused(Some.Slot(5)),
                incomplete with { Split = incomplete.Split! with { Complete = false, Reason = MetricReason.Shallow, AllInPrice = null, Saving = 1_000, SavingBps = 99 } },
                Saving(13, null, null), Saving(14, "7", 3),
            ],
            None);

        // 80.5 / 4 = 20.125, (10 + 20) / 2 = 15, 8 / 4 = 2, (1 + 2) / 2 = 1.5; 14 hours after 10:00 is the next day.
        Assert.Equal(
            ["BTC|USD|2026-11-22|buy|50000|6|2|20.125|15|50.5|2|1.5|5|0.75", "BTC|USD|2026-11-23|buy|50000|1|0|7|7|7|3|3|3|1"],
            await Database.RowsAsync("SELECT * FROM split_savings ORDER BY day"));
    }

    [Fact]
    public async Task Savings_are_separate_by_side_size_and_currency()
    {
        await Stores.Splits.SaveSplitsAsync(
            [SomeSplit.Of(), SomeSplit.Of(side: Core.Markets.Side.Sell), SomeSplit.Of(orderSize: 10_000), SomeSplit.Of(currency: "EUR")], None);
        await Database.ExecuteAsync("UPDATE fact_split SET version = 'another' WHERE order_size = 10000");

        Assert.Equal(
            ["EUR|buy|50000|1", "USD|buy|50000|1", "USD|sell|50000|1"],
            await Database.RowsAsync("SELECT currency, side, order_size, splits FROM split_savings ORDER BY 1, 2, 3"));
    }

    [Fact]
    public async Task A_day_on_which_no_single_market_could_fill_the_order_has_no_saving()
    {
        await Stores.Splits.SaveSplitsAsync([Saving(0, null, null)], None);

        Assert.Equal(["1|1||||"], await Database.RowsAsync("SELECT splits, splits_without_single, saving_mean, saving_median, saving_bps_max, share_better FROM split_savings"));
    }

    // Pairs: 0-1 another market of the same venue, 1-2 another venue, 6-7 the same, 7-8 another. 3 was refused, 5 is missing.
    [Fact]
    public async Task The_best_venue_persists_if_it_is_still_the_best_in_the_next_slot()
    {
        (int Hour, string Market)[] best =
        [
            (0, "coinbase:BTC-USD"), (1, "coinbase:BTC-USDC"), (2, "binance:BTCUSDT"), (4, "binance:BTCUSDT"), (6, "binance:BTCUSDT"),
            (7, "binance:BTCUSDT"), (8, "coinbase:BTC-USD"),
        ];
        await Stores.Splits.SaveSplitsAsync(
            [.. best.Select(slot => SomeSplit.Of(slot.Market, Some.Slot(slot.Hour))), SomeSplit.Refused(Some.Slot(3)), SomeSplit.Of(slot: Some.Slot(9), orderSize: 1)],
            None);

        Assert.Equal(["BTC|USD|buy|50000|4|2|0.5"], await Database.RowsAsync("SELECT * FROM best_venue_persistence"));
    }

    [Theory]
    [InlineData("optimal_transactions", "coin_price, amount_requested, transaction_cost, transaction_type, pull_timestamp, coin_transaction_id")]
    [InlineData("transactions_summary", "coin_transaction_id, exchange, coin, transaction_limit, mid_price, profit_opportunity, pull_timestamp, run_length, run_id")]
    [InlineData("recent_transactions", "coin_price, amount_requested, transaction_cost, transaction_type, pull_timestamp, coin_transaction_id, exchange, coin, mid_price, crypto_currency, run_id")]
    [InlineData("best_way_to_buy_or_sell_50k", "transaction_type, exchange, crypto_currency, amount_requested, total_cost, cost_per_coin, best_value")]
    public async Task The_prototypes_views_have_its_columns_first(string view, string columns)
    {
        var names = await Database.RowsAsync($"SELECT column_name FROM information_schema.columns WHERE table_name = '{view}' ORDER BY ordinal_position");

        Assert.Equal(columns, string.Join(", ", names.Take(columns.Count(letter => letter == ',') + 1)));
    }

    private static SlotSplit Saving(int hours, string? saving, double? bps)
    {
        var of = SomeSplit.Of(slot: Some.Slot(hours));
        return of with
        {
            Split = of.Split! with { Saving = saving is null ? null : Exact.Parse(saving), SavingBps = bps, Singles = saving is null ? [] : of.Split.Singles },
        };
    }
}
