using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The rows of a split, with figures computed by hand.</summary>
public sealed class SplitRowTests : StoreTest
{
    private static readonly Market Binance = Market.Parse("binance:BTCUSDT");

    // 260 buys 1 at 100 on coinbase and 1 at 160 on binance: 2 for 260, so 130 each. Coinbase alone: 1 at 100, 160 / 256 = 0.625 at 256;
    // 160 each, so (160 - 130) x 2 = 60 are saved, 60 / 320 of it. Binance alone: 1 at 160, 100 / 400 = 0.25; 208 each.
    // Mids 70 and 130, median 100.
    [Fact]
    public async Task A_split_is_stored_with_its_legs_certificate_and_single_markets()
    {
        await SaveAsync(260, On(Some.Market, Some.Book("40x1", "100x1 256x9")), On(Binance, Some.Book("100x1", "160x1 400x9")));

        Assert.Equal(
            ["BTC|USD|2026-11-22T10:00:00+00:00|live|buy|260|01:00:00|true||false|260|2|130|100|3000|coinbase:BTC-USD|160|60|1875|160|0|1.25|2|0"],
            await Database.RowsAsync("""
                SELECT asset, currency, slot, version, side, order_size, slot_length, complete, reason, refused, amount, quantity, all_in_price,
                       mid_price, cost_bps, best.market, best_single_all_in_price, saving, saving_bps, marginal_price, gap, skew_seconds,
                       markets_used, markets_excluded
                FROM fact_split JOIN dim_market AS best ON best.market_id = best_single_market_id
                """));
        Assert.Equal(
            ["binance:BTCUSDT|1|1|160|0|160|160|160|160|1|160|400", "coinbase:BTC-USD|1|1|100|0|100|100|100|100|1|100|256"],
            await Database.RowsAsync("""
                SELECT market, order_quantity, quantity, gross_amount, fee, net_amount, amount, average_price, worst_price, levels, last_price, next_price
                FROM fact_split_leg JOIN dim_market USING (market_id) ORDER BY market
                """));
        Assert.Equal(
            ["coinbase:BTC-USD|1|260|1.625|160|6000", "binance:BTCUSDT|2|260|1.25|208|10800"],
            await Database.RowsAsync("""
                SELECT market, rank, amount, quantity, all_in_price, cost_bps FROM fact_split_single JOIN dim_market USING (market_id) ORDER BY rank
                """));
    }

    // 25 % of a purchase on binance is deducted: 12 there cost 12 x 75 = 900 and yield 9, so 100 each. 10 % is added on
    // coinbase: 10 for 80 + 8.
    [Fact]
    public async Task A_leg_has_the_ordered_and_received_quantities_and_the_fee()
    {
        var quote = TakerFee.Flat(Exact.Parse("0.1"), FeeIn.Quote);
        var received = TakerFee.Flat(Exact.Parse("0.25"), FeeIn.Received);

        await SaveAsync(1_780, On(Some.Market, Some.Book("1x1", "80x10"), quote), On(Binance, Some.Book("1x1", "75x99"), received));

        Assert.Equal(
            ["binance:BTCUSDT|12|9|900|225|900|900|75|75|1|100|100", "coinbase:BTC-USD|10|10|800|80|880|880|80|80|1|88|"],
            await Database.RowsAsync("""
                SELECT market, order_quantity, quantity, gross_amount, fee, net_amount, amount, average_price, worst_price, levels, last_price, next_price
                FROM fact_split_leg JOIN dim_market USING (market_id) ORDER BY market
                """));
    }

    [Fact]
    public async Task Excluded_markets_are_stored_with_their_reason()
    {
        MarketExclusion[] excluded = [.. Enum.GetValues<SplitExclusion>().Select((reason, i) => new MarketExclusion(Market.Parse($"v{i}:BTC"), reason))];

        await Stores.Splits.SaveSplitsAsync([SomeSplit.Of() with { Excluded = excluded }], None);

        Assert.Equal(
            ["clock", "frozen", "late", "no_answer", "no_book", "no_conversion", "no_fee", "not_trading", "one_sided", "price_apart", "prices_rounded", "stale", "stopped"],
            await Database.RowsAsync("SELECT reason FROM fact_split_excluded ORDER BY reason"));
        Assert.Equal(excluded.Length, await Database.ScalarAsync<int>("SELECT markets_excluded FROM fact_split"));
    }

    [Fact]
    public async Task Rows_belong_to_the_split_that_was_written_first()
    {
        await Stores.Splits.SaveSplitsAsync([SomeSplit.Of("coinbase:BTC-USD", orderSize: 1)], None);

        await Stores.Splits.SaveSplitsAsync([SomeSplit.Of("kraken:XBTUSD", orderSize: 1, excluded: "gemini:BTCUSD"), SomeSplit.Of("gemini:BTCUSD", orderSize: 2)], None);

        Assert.Equal(
            ["1|coinbase:BTC-USD|coinbase:BTC-USD", "2|gemini:BTCUSD|gemini:BTCUSD"],
            await Database.RowsAsync("""
                SELECT order_size, leg.market AS leg, single.market AS single
                FROM fact_split
                JOIN (SELECT * FROM fact_split_leg JOIN dim_market USING (market_id)) AS leg USING (asset, currency, slot, side, order_size, version)
                JOIN (SELECT * FROM fact_split_single JOIN dim_market USING (market_id)) AS single USING (asset, currency, slot, side, order_size, version)
                ORDER BY order_size
                """));
        Assert.Empty(await Database.RowsAsync("SELECT * FROM fact_split_excluded"));
    }

    [Fact]
    public async Task Rows_are_consistent_for_any_books()
    {
        var random = new Random(20261122);
        var usdt = Conversion.AtMid(Some.Book("0.9995x1", "1.0007x1"), quoteIsBase: true)!;
        var splits = Enumerable.Range(0, 200).Select(i =>
        {
            SplitMarket[] markets =
            [
                On(Some.Market, RandomBook(random), TakerFee.Flat(Exact.FromScaled(random.Next(60), 4), FeeIn.Quote)),
                On(Binance, RandomBook(random), TakerFee.Flat(Exact.FromScaled(random.Next(60), 4), FeeIn.Received)) with { Conversion = usdt },
                On(Market.Parse("kraken:XBTUSD"), RandomBook(random), TakerFee.None),
            ];
            var order = new SplitOrder(i % 2 == 0 ? Side.Buy : Side.Sell, random.Next(1, 90_000));
            return SomeSplit.Of(slot: Some.Slot(i)) with { Order = order, Split = Splitter.Solve(order, markets) };
        });
        await Stores.Splits.SaveSplitsAsync([.. splits], None);

        Assert.Empty(await Database.RowsAsync("""
            SELECT split.slot FROM fact_split AS split
            JOIN LATERAL (
                SELECT count(*) AS legs, sum(quantity) AS quantity, sum(amount) AS amount,
                       bool_and(CASE split.side WHEN 'buy' THEN last_price <= split.marginal_price AND split.marginal_price <= coalesce(next_price, 'infinity')
                                                ELSE last_price >= split.marginal_price AND split.marginal_price >= coalesce(next_price, 0) END) AS optimal
                FROM fact_split_leg AS leg WHERE leg.slot = split.slot) AS leg ON true
            LEFT JOIN fact_split_single AS best ON best.slot = split.slot AND best.rank = 1
            WHERE NOT (split.markets_used = leg.legs AND split.quantity = leg.quantity AND abs(split.amount - leg.amount) <= 1e-17 AND leg.optimal)
               OR (best.market_id, best.all_in_price) IS DISTINCT FROM (split.best_single_market_id, split.best_single_all_in_price)
               OR (split.complete AND CASE split.side WHEN 'buy' THEN split.all_in_price > best.all_in_price ELSE split.all_in_price < best.all_in_price END)
            """));
        Assert.Equal(["true|true|true"], await Database.RowsAsync("SELECT count(*) = 200 AS all, bool_or(complete), bool_or(NOT complete) AS incomplete FROM fact_split"));
    }

    private static OrderBook RandomBook(Random random)
    {
        string Levels(int step) => string.Join(' ', Enumerable.Range(1, random.Next(1, 9)).Select(i => $"{100 + step * i}x{random.Next(1, 90)}.{random.Next(10)}"));
        return Some.Book(Levels(-1), Levels(1));
    }

    private static SplitMarket On(Market market, OrderBook book, TakerFee? fee = null) =>
        new(market, book, fee ?? TakerFee.None, null, null, null, Conversion.None);

    private Task SaveAsync(Exact amount, params SplitMarket[] markets)
    {
        var order = new SplitOrder(Side.Buy, amount);
        return Stores.Splits.SaveSplitsAsync([SomeSplit.Of() with { Order = order, Split = Splitter.Solve(order, markets) }], None);
    }
}
