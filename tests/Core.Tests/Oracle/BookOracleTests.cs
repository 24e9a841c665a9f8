using System.Text;
using System.Text.Json.Nodes;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Tests.Venues;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Support;

namespace OrderBookSilo.Core.Tests.Oracle;

/// <summary>Compares every figure of a book with Python's fractions, starting from the venue's bytes.</summary>
public sealed class BookOracleTests
{
    private static readonly Exact[] Sizes = [10_000, 50_000, 100_000, 1_000_000, Exact.Parse("12345.678901"), Exact.Parse("0.01")];
    private static readonly int[] BandsBps = [1, 10, 50, 100, 1_000, 20_000];

    [Fact]
    public void Every_figure_of_a_hand_made_book_equals_Pythons_fractions() => AssertFigures("coinbase", BookText.Coinbase(
        "[\"65083.66\",\"0.20371215\",1],[\"65083.27\",\"0.02244516\",1],[\"64000\",\"3\",2],[\"1\",\"1000000\",1]",
        "[\"65084.01\",\"0.10000001\",1],[\"65090\",\"0.00000003\",1],[\"66000.5\",\"10\",7],[\"138991023.41\",\"0.00000238\",1]"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_figure_of_a_book_beyond_64_bits_equals_Pythons_fractions(bool isSpaced)
    {
        var body = BookText.Coinbase(
            "[\"0.000004679\",\"93000000000.12345678\",1],[\"0.000004671\",\"5\",1],[\"0.00000467\",\"1234567890123456.00000003\",2]",
            "[\"0.00000468\",\"1700000000.00000001\",1],[\"0.0000046875\",\"99999999999.99999999\",1],[\"0.0047\",\"1e15\",7],[\"92233720368547758.07\",\"1\",7]");
        AssertFigures("coinbase", isSpaced ? BookText.Spaced(body) : body);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(400, true)]
    [InlineData(1, false)]
    public void Every_figure_of_a_book_of_single_orders_equals_Pythons_fractions_of_its_levels(int orders, bool isShuffled) =>
        AssertFigures("coinbase", BookText.CoinbaseOrders(new Random(20230320), orders, isShuffled));

    [Fact]
    public void Every_figure_of_recorded_books_equals_Pythons_fractions()
    {
        Fixtures.Require();
        AssertFigures("coinbase", Fixtures.Read("derived/coinbase_exchange_level2_BTC-USD_20260809.json"));
        AssertFigures("binance", Fixtures.Read("binance/rest_depth_BTCUSDT_1000_gct.json"));
    }

    private static void AssertFigures(string venue, byte[] body)
    {
        Python.Require();
        var book = VenueCatalog.Find(venue)!.ParseBook(body).Value;
        var expected = Python.Ask("book", new JsonObject
        {
            ["body"] = Encoding.UTF8.GetString(body),
            ["sizes"] = Python.ArrayOf(Sizes.Select(size => JsonValue.Create(size.ToString()))),
            ["bands"] = Python.ArrayOf(BandsBps.Select(band => JsonValue.Create(band))),
        });
        foreach (var side in new[] { Side.Buy, Side.Sell })
        {
            var costs = Walk.ByAmount(book, side, Sizes, FillPolicy.Exact);
            for (var i = 0; i < Sizes.Length; i++)
            {
                AssertCost(expected[side.Text()]![i]!, costs[i], book);
            }

            AssertDepth(expected[side.Text() + "Depth"]!.AsArray(), [.. DepthBands.Of(book, BandsBps).Where(band => band.Side == side)]);
        }
    }

    private static void AssertCost(JsonNode expected, Cost cost, OrderBook book)
    {
        Assert.Equal(expected["complete"]!.GetValue<bool>(), cost.Complete);
        Assert.Equal(Number(expected["filled"]), cost.FilledAmount);
        Assert.Equal(Number(expected["quantity"]), cost.Quantity);
        Assert.Equal(Number(expected["average"]), cost.AveragePrice);
        Assert.Equal(expected["slippage"]?.GetValue<double>(), cost.SlippageBps);
        Assert.Equal(expected["slippageBest"]?.GetValue<double>(), cost.SlippageBestBps);
        var fills = expected["fills"]!.AsArray().Select(fill =>
            new Fill(fill![0]!.GetValue<int>(), Number(fill[1])!.Value, Number(fill[2])!.Value, Number(fill[3])!.Value));
        Assert.Equal(fills, Walk.Fills(book, cost));
    }

    /// <summary>Where the book does not reach the band the figure is null; otherwise it equals the oracle's.</summary>
    private static void AssertDepth(JsonArray expected, DepthBand[] bands)
    {
        for (var i = 0; i < bands.Length; i++)
        {
            if (bands[i].Reason is null)
            {
                Assert.Equal(
                    (expected[i]![0]!.GetValue<int>(), Number(expected[i]![1]), Number(expected[i]![2])),
                    (bands[i].Levels, bands[i].Quantity, bands[i].Amount));
            }
        }

        Assert.Contains(bands, band => band.Reason is null);
    }

    private static Exact? Number(JsonNode? text) => text is null ? null : Exact.Parse(text.GetValue<string>());
}
