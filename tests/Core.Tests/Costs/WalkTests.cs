using FsCheck;
using FsCheck.Xunit;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Tests.Books;

namespace OrderBookSilo.Core.Tests.Costs;

public sealed class WalkTests
{
    private static readonly OrderBook Book = BookOf.Text("99 1, 98 2", "101 1, 102 2, 104 3");

    [Property(MaxTest = 2_000)]
    public void Any_walk_of_any_small_book_equals_rational_arithmetic(DoNotSize<int> seed)
    {
        var (book, sizes) = RandomBook.Create(seed.Item);
        foreach (var policy in new[] { FillPolicy.Exact, FillPolicy.Under, FillPolicy.Over })
        {
            foreach (var side in new[] { Side.Buy, Side.Sell })
            {
                var costs = Walk.ByAmount(book, side, sizes, policy);
                for (var i = 0; i < sizes.Length; i++)
                {
                    AssertEqual(WalkOracle.ByAmount(book, side, sizes[i], policy), costs[i], book);
                    Assert.Equal(sizes[i], costs[i].OrderSize);
                }
            }
        }
    }

    [Property(MaxTest = 2_000)]
    public void Any_walk_by_quantity_equals_rational_arithmetic(DoNotSize<int> seed)
    {
        var (book, sizes) = RandomBook.Create(seed.Item);
        foreach (var (side, size) in sizes.SelectMany(size => new[] { (Side.Buy, size), (Side.Sell, size) }))
        {
            AssertEqual(WalkOracle.ByQuantity(book, side, size), Walk.ByQuantity(book, side, size), book);
        }
    }

    [Property(MaxTest = 2_000)]
    public void The_fills_of_any_walk_add_up_to_its_cost(DoNotSize<int> seed)
    {
        var (book, sizes) = RandomBook.Create(seed.Item);
        foreach (var policy in Enum.GetValues<FillPolicy>())
        {
            var side = sizes[0].Scale % 2 == 0 ? Side.Buy : Side.Sell;
            var cost = Walk.ByAmount(book, side, sizes[0], policy);
            var fills = Walk.Fills(book, cost);
            Assert.Equal(cost.Levels, fills.Count);
            Assert.Equal(cost.FilledAmount, fills.Aggregate(Exact.Zero, (sum, fill) => sum + fill.Amount));
            Assert.Equal(cost.Quantity, fills.Aggregate(Exact.Zero, (sum, fill) => sum + fill.Quantity));
            Assert.Equal(cost.WorstPrice, fills.Count == 0 ? null : fills[^1].Price);
            Assert.True(policy == FillPolicy.Seed || fills.Select(fill => fill.Position).SequenceEqual(Enumerable.Range(1, fills.Count)));
        }
    }

    [Fact]
    public void An_exact_buy_spends_exactly_the_order_size()
    {
        var cost = Walk.ByAmount(Book, Side.Buy, 203);
        Assert.True(cost.Complete);
        Assert.Equal(203, cost.FilledAmount);
        Assert.Equal(Exact.Zero, cost.Unspent);
        Assert.Equal(2, cost.Quantity);
        Assert.Equal(Exact.Parse("101.5"), cost.AveragePrice);
        Assert.Equal(102, cost.WorstPrice);
        Assert.Equal(150, cost.SlippageBps);
        Assert.Equal(2, cost.Levels);
    }

    [Fact]
    public void The_average_price_is_rounded_once_from_the_unrounded_quantity()
    {
        var book = BookOf.Text("", "0.000000003 1000000000");
        var cost = Walk.ByAmount(book, Side.Buy, Exact.Parse("0.000000001"));
        Assert.Equal(Exact.Parse("0.333333333333333333"), cost.Quantity);
        Assert.Equal(Exact.Parse("0.000000003"), cost.AveragePrice);
    }

    [Fact]
    public void A_walk_that_runs_out_of_levels_has_a_reason_and_no_slippage()
    {
        var whole = Walk.ByAmount(Book, Side.Buy, 1000);
        Assert.Equal((false, MetricReason.Shallow), (whole.Complete, whole.Reason));
        Assert.Equal(617, whole.FilledAmount);
        Assert.Null(whole.Unspent);
        Assert.Null(whole.SlippageBps);
        Assert.Null(whole.SlippageBestBps);
        var truncated = Walk.ByAmount(BookOf.Text("99 1, 98 2", "101 1, 102 2, 104 3", isWhole: false), Side.Buy, 1000);
        Assert.Equal(MetricReason.Truncated, truncated.Reason);
        Assert.Equal(MetricReason.Shallow, Walk.ByAmount(BookOf.Text("99 1, 98 2", "101 1, 102 2, 104 3"), Side.Sell, 1000).Reason);
    }

    [Fact]
    public void An_empty_side_is_one_sided_and_the_other_side_has_no_slippage_to_mid()
    {
        var book = BookOf.Text("", "101 1");
        var sell = Walk.ByAmount(book, Side.Sell, 10);
        Assert.Equal((false, MetricReason.OneSided, null), (sell.Complete, sell.Reason, sell.AveragePrice));
        var buy = Walk.ByAmount(book, Side.Buy, 10);
        Assert.True(buy.Complete);
        Assert.Null(buy.SlippageBps);
        Assert.Equal(0, buy.SlippageBestBps);
    }

    [Fact]
    public void Under_may_take_nothing_and_over_spends_more_than_requested()
    {
        var under = Walk.ByAmount(Book, Side.Buy, 100, FillPolicy.Under);
        Assert.Equal((true, 0, Exact.Zero), (under.Complete, under.Levels, under.FilledAmount));
        Assert.Equal(100, under.Unspent);
        Assert.Null(under.AveragePrice);
        Assert.Null(under.SlippageBps);
        var over = Walk.ByAmount(Book, Side.Buy, 102, FillPolicy.Over);
        Assert.Equal(305, over.FilledAmount);
        Assert.Equal(-203, over.Unspent);
    }

    [Fact]
    public void An_order_larger_than_any_ladder_is_incomplete_and_does_not_overflow()
    {
        var book = BookOf.Text("0.000000000000000001 0.000000000000000001", "");
        var cost = Walk.ByAmount(book, Side.Sell, Exact.Parse("100000000000000000000000000000"));
        Assert.False(cost.Complete);
        Assert.Equal("0.000000000000000000000000000000000001", cost.FilledAmount.ToString());
    }

    private static void AssertEqual(WalkOracle expected, Cost cost, OrderBook book)
    {
        Assert.Equal(expected.Complete, cost.Complete);
        Assert.Equal(expected.Complete, cost.Reason is null);
        Assert.True(expected.Amount.Is(cost.FilledAmount), $"amount {cost.FilledAmount}");
        Assert.True(expected.RoundedQuantity.Is(cost.Quantity), $"quantity {cost.Quantity}");
        Assert.Equal(expected.Levels, cost.Levels);
        Assert.True(expected.Worst is { } worst ? worst.Is(cost.WorstPrice) : cost.WorstPrice is null);
        Assert.True(
            expected.Levels == 0 ? cost.AveragePrice is null : (expected.Amount / expected.Quantity).HalfEven().Is(cost.AveragePrice),
            $"average {cost.AveragePrice}");
        Assert.Equal(expected.SlippageBps(cost.Side, book.Mid), cost.SlippageBps);
        Assert.Equal(expected.SlippageBps(cost.Side, cost.Side == Side.Buy ? book.BestAsk : book.BestBid), cost.SlippageBestBps);
    }
}
