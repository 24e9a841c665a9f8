using Npgsql;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The best trades in the latest slot according to the views, with books and fees that allow computing them by hand.</summary>
public sealed class BestWayTests : StoreTest
{
    private static readonly Market Binance = Market.Parse("binance:BTCUSDT");

    private static readonly TakerFee InQuote = TakerFee.Flat(Exact.Parse("0.6"), FeeIn.Quote);
    private static readonly TakerFee FromReceived = TakerFee.Flat(Exact.Parse("0.6"), FeeIn.Received);

    // USDT is worth 2. All-in, to buy: coinbase 31,250 x 1.6 = 50,000, binance 25,000 / 0.4 = 62,500, kraken 100,000 or 20,000 x 2 = 40,000.
    // To sell: coinbase 25,000 x 0.4 = 10,000, binance 12,500 x 0.4 = 5,000, kraken 2,000 or 4,000 x 2 = 8,000. Gemini has too little.
    [Fact]
    public async Task Every_exchange_is_compared_with_fees_in_one_currency_cheapest_buy_first_and_highest_sale_first()
    {
        var usdt = Conversion.AtMid(Some.Book("1x1", "3x1"), quoteIsBase: true)!;
        SplitMarket[] markets =
        [
            On(Some.Market, "25000x99", "31250x99", InQuote),
            On(Binance, "12500x99", "25000x99", FromReceived),
            On(Market.Parse("kraken:XBTUSD"), "2000x99", "100000x99", TakerFee.None),
            On(Market.Parse("kraken:XBTUSDT"), "4000x99", "20000x99", TakerFee.None) with { Conversion = usdt },
            On(Market.Parse("gemini:BTCUSD"), "30000x1", "30001x1", TakerFee.None),
        ];
        await KnowAsync();
        await SaveAsync(50_000, 1, markets);
        await SaveAsync(10_000, 1, markets);
        await SaveAsync(50_000, 0, markets[..1]);
        await Stores.Splits.SaveSplitsAsync([SomeSplit.Refused(Some.Slot(2)), SomeSplit.Of(slot: Some.Slot(3), currency: "EUR")], None);

        Assert.Equal(
            [
                "ask|binance|bitcoin|0.8|50000|62500|false", "ask|coinbase|bitcoin|1|50000|50000|false", "ask|kraken|bitcoin|1.25|50000|40000|true",
                "bid|binance|bitcoin|10|50000|5000|false", "bid|coinbase|bitcoin|5|50000|10000|true", "bid|kraken|bitcoin|6.25|50000|8000|false",
            ],
            await Database.RowsAsync("""
                SELECT transaction_type, exchange, crypto_currency, amount_requested, total_cost, cost_per_coin, best_value
                FROM best_way_to_buy_or_sell_50k ORDER BY transaction_type, exchange
                """));
        Assert.Equal(["2026-11-22T11:00:00+00:00"], await Database.RowsAsync("SELECT DISTINCT slot FROM best_way_to_buy_or_sell_50k"));
    }

    // In lots of 3, 50,000 buy 3 at 15,000; at 16,000 without lots they buy 3.125, which is more but at a higher price.
    [Fact]
    public async Task The_price_decides_and_not_the_amount_that_a_lot_leaves_unspent()
    {
        await SaveAsync(
            50_000, 0, On(Some.Market, "1x1", "16000x99", TakerFee.None), On(Binance, "1x1", "15000x99", TakerFee.None) with { QuantityStep = 3 });
        await KnowAsync();

        Assert.Equal(
            ["binance|3|45000|15000|true", "coinbase|3.125|50000|16000|false"],
            await Database.RowsAsync("""
                SELECT exchange, amount_requested, total_cost, cost_per_coin, best_value
                FROM best_way_to_buy_or_sell_50k WHERE transaction_type = 'ask' ORDER BY exchange
                """));
    }

    // 1,480: 10 at 80 and 8 of fee each on coinbase, the other 600 at 75 on binance: 8, of which 6 are received. 92.5 each; binance alone 100.
    // Selling brings 10 x 45 and 10 x 30, and that is all there is.
    [Fact]
    public async Task The_way_to_trade_lists_orders_total_best_single_market_and_exclusions()
    {
        var quote = TakerFee.Flat(Exact.Parse("0.1"), FeeIn.Quote);
        var received = TakerFee.Flat(Exact.Parse("0.25"), FeeIn.Received);
        await KnowAsync();
        await SaveAsync(1_480, 1, On(Some.Market, "50x10", "80x10", quote), On(Binance, "40x10", "75x99", received));
        await SaveAsync(1_480, 0, On(Some.Market, "50x10", "80x99", quote));
        await Stores.Splits.SaveSplitsAsync([SomeSplit.Refused(Some.Slot(2))], None);

        Assert.Equal(
            [
                "2026-11-22T11:00:00+00:00|buy|order|coinbase:BTC-USD|10|10|USD|80|80|80|880||||",
                "2026-11-22T11:00:00+00:00|buy|order|binance:BTCUSDT|8|6|USDT|75|75|150|600||||",
                "2026-11-22T11:00:00+00:00|buy|total||18|16||||230|1480|92.5|120|750|",
                "2026-11-22T11:00:00+00:00|buy|best single|binance:BTCUSDT||14.8|||||1480|100|||",
                "2026-11-22T11:00:00+00:00|buy|left out|kraken:XBTUSD|||||||||||no_fee",
                "2026-11-22T11:00:00+00:00|sell|order|coinbase:BTC-USD|10|10|USD|50|50|50|450||||",
                "2026-11-22T11:00:00+00:00|sell|order|binance:BTCUSDT|10|10|USDT|40|40|100|300||||",
                "2026-11-22T11:00:00+00:00|sell|total||20|20||||150|750||||shallow",
                "2026-11-22T11:00:00+00:00|sell|left out|kraken:XBTUSD|||||||||||no_fee",
            ],
            await Database.RowsAsync("SELECT * FROM best_way_to_trade('btc', 1480.00)"));
    }

    [Fact]
    public async Task A_fee_in_another_currency_is_converted_to_that_of_the_split()
    {
        var usdt = Conversion.AtMid(Some.Book("1x1", "3x1"), quoteIsBase: true)!;
        await KnowAsync();
        await SaveAsync(110, 0, On(Binance, "40x10", "50x10", TakerFee.Flat(Exact.Parse("0.1"), FeeIn.Quote)) with { Conversion = usdt });

        Assert.Equal(
            ["order|1|USDT|50|10|110", "total|1|||10|110"],
            await Database.RowsAsync("""
                SELECT line, quantity, quote, average_price, fee, amount FROM best_way_to_trade('BTC', 110)
                WHERE side = 'buy' AND line IN ('order', 'total')
                """));
    }

    [Fact]
    public async Task A_way_to_trade_is_in_the_requested_currency()
    {
        await Stores.Splits.SaveSplitsAsync([SomeSplit.Of(slot: Some.Slot(3)), SomeSplit.Of(currency: "EUR")], None);

        Assert.Equal(["2026-11-22T10:00:00+00:00"], await Database.RowsAsync("SELECT DISTINCT slot FROM best_way_to_trade('BTC', 50000, 'eur')"));
        Assert.Equal(["2026-11-22T13:00:00+00:00"], await Database.RowsAsync("SELECT DISTINCT slot FROM best_way_to_trade('BTC', 50000)"));
    }

    [Fact]
    public async Task A_missing_split_is_an_error_that_lists_the_available_ones()
    {
        await Stores.Splits.SaveSplitsAsync([SomeSplit.Of(orderSize: 100_000), SomeSplit.Of(orderSize: 50_000)], None);

        var size = await Assert.ThrowsAsync<PostgresException>(() => Database.RowsAsync("SELECT * FROM best_way_to_trade('BTC', 7)"));
        var asset = await Assert.ThrowsAsync<PostgresException>(() => Database.RowsAsync("SELECT * FROM best_way_to_trade('doge', 50000)"));

        Assert.Equal(("there is no split of 7 USD for BTC", "There are 50000, 100000."), (size.MessageText, size.Hint));
        Assert.Equal("there is no split of DOGE in USD", asset.MessageText);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM best_way_to_buy_or_sell_50k", 4)]
    [InlineData("SELECT count(*) FROM best_way_to_trade('BTC', 50000)", 8)]
    public async Task The_latest_slot_is_found_without_reading_other_slots(string query, long rows)
    {
        await KnowAsync();
        await Stores.Splits.SaveSplitsAsync([SomeSplit.Of(), SomeSplit.Of(side: Side.Sell)], None);
        foreach (var table in new[] { "fact_split", "fact_split_leg", "fact_split_single" })
        {
            await Database.ExecuteAsync($"""
                INSERT INTO {table} SELECT copy.*
                FROM {table} AS latest, generate_series(1, 10000) AS minutes, jsonb_populate_record(
                    NULL::{table}, to_jsonb(latest) || jsonb_build_object('slot', latest.slot - minutes * interval '1 minute')) AS copy;
                ANALYZE {table};
                """);
        }

        await using var connection = await Database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Assert.Equal(rows, await ScalarAsync(query));
        Assert.InRange(await ScalarAsync("""
            SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint FROM pg_stat_xact_user_tables WHERE relname LIKE 'fact\_split%'
            """), 1, 100);

        async Task<long> ScalarAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    private static SplitMarket On(Market market, string bids, string asks, TakerFee fee) =>
        new(market, Some.Book(bids, asks), fee, null, null, null, Conversion.None);

    private async Task KnowAsync()
    {
        await Stores.Markets.StartMarketAsync(Some.Market, Some.Hour, Some.SlotLength, None);
        await Stores.Markets.StartMarketAsync(Binance, Some.Hour, Some.SlotLength, None);
        await Stores.Markets.SaveListingAsync("coinbase", [Some.Product()], Some.Hour, None);
        await Stores.Markets.SaveListingAsync("binance", [Some.Product("BTCUSDT", "BTC/USDT")], Some.Hour, None);
    }

    private Task SaveAsync(Exact orderSize, int hours, params SplitMarket[] markets) => Stores.Splits.SaveSplitsAsync(
        [
            .. from side in new[] { Side.Buy, Side.Sell }
               let order = new SplitOrder(side, orderSize)
               select SomeSplit.Of(slot: Some.Slot(hours), excluded: "kraken:XBTUSD") with { Order = order, Split = Splitter.Solve(order, markets) },
        ],
        None);
}
