using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Tests.Books;
using OrderBookSilo.Core.Tests.Costs;

namespace OrderBookSilo.Core.Tests.Captures;

/// <summary>The metrics of a book that need no trades, by hand and on random books.</summary>
public sealed class BookMetricsTests
{
    private static readonly OrderBook Book = BookOf.Text("99 1, 98 2", "101 1, 102 2, 110 1");

    [Fact]
    public void The_microprice_leans_to_the_side_that_holds_less()
    {
        Assert.Equal("100.5", BookOf.Text("99 3", "101 1").Microprice.ToString());
        Assert.Equal("100.333333333333333333", BookOf.Text("99 2", "101 1").Microprice.ToString());
        Assert.Null(BookOf.Text("99 1", "").Microprice);
    }

    [Theory]
    [InlineData(Side.Buy, 50, 100.0, 0.0)]
    [InlineData(Side.Buy, 101, 200.0, 99.00990099009901)]
    [InlineData(Side.Buy, 305, 1000.0, 891.0891089108911)]
    [InlineData(Side.Sell, 99, 200.0, 101.01010101010101)]
    public void The_impact_is_the_price_of_the_first_level_not_fully_taken(Side side, int size, double bps, double bestBps)
    {
        var cost = Walk.ByAmount(Book, side, size);

        Assert.Equal((bps, bestBps, null), (cost.ImpactBps, cost.ImpactBestBps, cost.ImpactReason));
    }

    [Theory]
    [InlineData("99 1, 98 2", "101 1", true, 101, MetricReason.Shallow)]
    [InlineData("99 1, 98 2", "101 1, 102 1", false, 203, MetricReason.Truncated)]
    [InlineData("", "101 1, 102 1", true, 50, MetricReason.OneSided)]
    [InlineData("99 1", "101 1", true, 102, MetricReason.Shallow)]
    public void Without_a_remaining_level_there_is_a_reason_instead_of_an_impact(string bids, string asks, bool isWhole, int size, MetricReason reason)
    {
        var cost = Walk.ByAmount(BookOf.Text(bids, asks, isWhole), Side.Buy, size);

        Assert.Equal((null, reason), (cost.ImpactBps, cost.ImpactReason));
    }

    [Fact]
    public void A_level_skipped_by_the_prototype_counts_as_the_first_remaining_one()
    {
        var cost = Walk.ByAmount(BookOf.Text("99 1", "101 1, 102 50, 103 1, 104 1"), Side.Buy, 204, FillPolicy.Seed);

        Assert.Equal((2, 200.0), (cost.Levels, cost.ImpactBps));
    }

    [Fact]
    public void Effective_spread_and_slippage_cost_of_a_buy_and_a_sale()
    {
        var buy = Walk.ByAmount(Book, Side.Buy, 305);
        var sell = Walk.ByAmount(Book, Side.Sell, 295);

        Assert.Equal(("3.333333333333333333", "2"), (buy.EffectiveSpread.ToString(), buy.SlippageCost.ToString()));
        Assert.Equal(("3.333333333333333333", "2"), (sell.EffectiveSpread.ToString(), sell.SlippageCost.ToString()));
        Assert.Equal(buy.SlippageBps * 2, buy.EffectiveSpreadBps);
    }

    [Fact]
    public void An_imbalance_is_relative_to_both_sides_or_has_a_reason()
    {
        Assert.Equal([new(100, 0, null), new(200, -0.0 + (3.0 - 3) / 6, null), new(1000, -1.0 / 7, null)], Imbalances(Book, 100, 200, 1000));
        Assert.Equal([new(10, null, MetricReason.Shallow)], Imbalances(Book, 10));
        Assert.Equal([new(1000, null, MetricReason.OneSided)], Imbalances(BookOf.Text("99 1", ""), 1000));
        Assert.Equal([new(1000, null, MetricReason.Truncated)], Imbalances(BookOf.Text("99 1, 98 1, 1 1", "101 1, 102 1", isWhole: false), 1000));
    }

    [Fact]
    public void A_round_trip_costs_the_difference_to_the_proceeds_with_and_without_fees()
    {
        var fee = TakerFee.Flat(Exact.Parse("0.01"), FeeIn.Quote);
        var trips = RoundTrip.Of(Book, [101, 203, 1000], fee);

        Assert.Equal(("1", "99", "2", true), (trips[0].Quantity.ToString(), trips[0].Received.ToString(), trips[0].Cost.ToString(), trips[0].Complete));
        Assert.Equal(("2", "197", "6"), (trips[1].Quantity.ToString(), trips[1].Received.ToString(), trips[1].Cost.ToString()));
        Assert.Equal(6 / 203.0 * 10_000, trips[1].CostBps!.Value, 9);

        // 101 buys 100 of the book; 100/101 of base sells for 98.0198…, of which 1 % is kept.
        Assert.Equal("3.960396039603960397", trips[0].CostWithFees.ToString());
        Assert.Equal((false, MetricReason.Shallow, null, null), (trips[2].Complete, trips[2].Reason, trips[2].Received, trips[2].CostWithFees));
    }

    [Fact]
    public void A_round_trip_beyond_the_bids_has_a_reason()
    {
        Assert.Equal(MetricReason.Shallow, RoundTrip.Of(BookOf.Text("99 0.5", "101 1"), [101], null).Single().Reason);
        Assert.Equal(MetricReason.Truncated, RoundTrip.Of(BookOf.Text("99 0.5", "101 1", isWhole: false), [101], null).Single().Reason);
        Assert.Equal(MetricReason.OneSided, RoundTrip.Of(BookOf.Text("", "101 1"), [101], null).Single().Reason);
        Assert.Equal(MetricReason.OneSided, RoundTrip.Of(BookOf.Text("99 1", ""), [101], null).Single().Reason);
    }

    [Fact]
    public void A_fee_deducted_from_the_base_leaves_less_to_sell()
    {
        var trip = RoundTrip.Of(Book, [101], TakerFee.Flat(Exact.Parse("0.01"), FeeIn.Received)).Single();

        // 0.99 of base sells for 98.01, of which 0.9801 is kept.
        Assert.Equal("3.9701", trip.CostWithFees.ToString());
    }

    [Fact]
    public void On_any_book_a_round_trip_sells_the_bought_quantity()
    {
        var fee = TakerFee.Flat(Exact.Parse("0.006"), FeeIn.Quote);
        var complete = 0;
        for (var seed = 0; seed < 2_000; seed++)
        {
            var (book, sizes) = RandomBook.Create(seed);
            var trips = RoundTrip.Of(book, [.. sizes.Order()], fee);
            foreach (var trip in trips)
            {
                var buy = WalkOracle.ByAmount(book, Side.Buy, trip.OrderSize, FillPolicy.Exact);
                Assert.True(buy.RoundedQuantity.Is(trip.Quantity));
                var sale = trip.Quantity.IsPositive ? WalkOracle.ByQuantity(book, Side.Sell, trip.Quantity) : null;
                Assert.Equal(buy.Complete && (sale?.Complete ?? book.Bids.Count > 0), trip.Complete);
                Assert.True(!trip.Complete || sale is null || sale.Amount.HalfEven().Is(trip.Received));
                Assert.True(trip.CostWithFees is not { } dear || dear >= trip.Cost);
                complete += trip.Complete ? 1 : 0;
            }

            // The metrics of a pull must never throw, whatever the scales.
            BookMetrics.Of(book, new SnapshotOptions([.. sizes.Distinct().Order()], [], FillPolicy.Exact, [100], 0, fee));
        }

        Assert.True(complete > 1_000, $"only {complete} were complete");
    }

    private static IReadOnlyList<BandImbalance> Imbalances(OrderBook book, params int[] bands) => DepthBands.Imbalances(DepthBands.Of(book, bands));
}
