using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Tests.Books;

namespace OrderBookSilo.Core.Tests.Costs;

/// <summary>The cost of an order with fee, lot step and minimums.</summary>
public sealed class OrderCostTests
{
    private static readonly OrderBook Book = BookOf.Text("99 1, 98 100", "101 1, 102 100");
    private static readonly TakerFee InQuote = TakerFee.Flat(Exact.Parse("0.01"), FeeIn.Quote);
    private static readonly TakerFee InReceived = TakerFee.Flat(Exact.Parse("0.01"), FeeIn.Received);

    [Fact]
    public void A_buys_amount_includes_a_fee_in_quote()
    {
        var cost = OrderCost.ByAmount(Book, Side.Buy, Exact.Parse("205.03"), InQuote, MarketRules.Unknown);

        Assert.Equal(("203", "2.03", "205.03", "2", "2"), Texts(cost));
        Assert.Equal(("0", "102.515", null), (cost.Unspent.ToString(), cost.AllInPrice.ToString(), cost.FeeInBase));
        Assert.Equal(251.5, cost.CostBps);
        Assert.Equal(0.01, cost.FeeRate);
    }

    [Fact]
    public void A_buys_fee_can_be_deducted_from_the_base_received()
    {
        var cost = OrderCost.ByAmount(Book, Side.Buy, 203, InReceived, MarketRules.Unknown);

        Assert.Equal(("203", "2.03", "203", "1.98", "2"), Texts(cost));
        Assert.Equal(("0.02", "0"), (cost.FeeInBase.ToString(), cost.Unspent.ToString()));
        Assert.Equal("102.525252525252525253", cost.AllInPrice.ToString());
    }

    [Theory]
    [InlineData(FeeIn.Quote)]
    [InlineData(FeeIn.Received)]
    public void A_sale_is_large_enough_to_leave_its_amount_after_the_fee(FeeIn feeIn)
    {
        var cost = OrderCost.ByAmount(Book, Side.Sell, Exact.Parse("195.03"), TakerFee.Flat(Exact.Parse("0.01"), feeIn), MarketRules.Unknown);

        Assert.Equal(("197", "1.97", "195.03", "2", "2"), Texts(cost));
        Assert.Equal(("97.515", null), (cost.AllInPrice.ToString(), cost.FeeInBase));
        Assert.Equal(248.5, cost.CostBps!.Value, 12);
    }

    [Fact]
    public void A_buy_receives_the_full_quantity_and_a_sale_gives_it()
    {
        Assert.Equal(("203", "2.03", "205.03", "2", "2"), Texts(OrderCost.ByQuantity(Book, Side.Buy, 2, InQuote, MarketRules.Unknown)));
        Assert.Equal(("203", "2.03", "203", "1.98", "2"), Texts(OrderCost.ByQuantity(Book, Side.Buy, Exact.Parse("1.98"), InReceived, MarketRules.Unknown)));
        Assert.Equal(("197", "1.97", "195.03", "2", "2"), Texts(OrderCost.ByQuantity(Book, Side.Sell, 2, InReceived, MarketRules.Unknown)));
        var odd = OrderCost.ByQuantity(Book, Side.Buy, 1, InReceived, MarketRules.Unknown);
        Assert.Equal(("1", "1.010101010101010102", "0.010101010101010102"), (odd.Quantity.ToString(), odd.OrderQuantity.ToString(), odd.FeeInBase.ToString()));
    }

    [Fact]
    public void An_order_is_rounded_to_whole_lots_and_the_rest_is_unspent()
    {
        var rules = MarketRules.Unknown with { QuantityStep = Exact.Parse("0.3") };

        var buy = OrderCost.ByAmount(Book, Side.Buy, Exact.Parse("205.03"), InQuote, rules);
        var received = OrderCost.ByAmount(Book, Side.Buy, 203, InReceived, rules);
        var sell = OrderCost.ByAmount(Book, Side.Sell, Exact.Parse("195.03"), InQuote, rules);
        var quantity = OrderCost.ByQuantity(Book, Side.Buy, 2, InQuote, rules);

        Assert.Equal(("182.6", "1.826", "184.426", "1.8", "1.8"), Texts(buy));
        Assert.Equal(("20.604", true), (buy.Unspent.ToString(), buy.Complete));
        Assert.Equal(("182.6", "1.826", "182.6", "1.782", "1.8"), Texts(received));
        Assert.Equal("20.4", received.Unspent.ToString());
        Assert.Equal(("177.4", "1.774", "175.626", "1.8", "1.8"), Texts(sell));
        Assert.Equal(("0.2", "1.8"), (quantity.Unspent.ToString(), quantity.Quantity.ToString()));
    }

    [Theory]
    [InlineData("3", null, null)]
    [InlineData(null, "2.1", null)]
    [InlineData(null, null, "203.1")]
    [InlineData("1.5", "1.6", null)]
    public void An_order_below_a_minimum_fills_nothing(string? step, string? quantityMin, string? notionalMin)
    {
        var rules = new MarketRules(Number(step), Number(quantityMin), Number(notionalMin), null, null, null, null);

        var cost = OrderCost.ByAmount(Book, Side.Buy, Exact.Parse("205.03"), InQuote, rules);

        Assert.Equal((false, MetricReason.BelowMinimum), (cost.Complete, cost.Reason));
        Assert.Equal(("0", "0", "0", "0", "0"), Texts(cost));
        Assert.Equal((null, null, null), (cost.Unspent, cost.AllInPrice, cost.CostBps));
    }

    [Fact]
    public void An_order_exactly_at_the_minimums_is_accepted() => Assert.True(OrderCost.ByAmount(
        Book, Side.Buy, Exact.Parse("205.03"), InQuote, new MarketRules(2, 2, 203, null, null, null, null)).Complete);

    [Fact]
    public void Beyond_the_book_only_the_filled_part_and_its_fee_are_reported()
    {
        var cost = OrderCost.ByAmount(Book, Side.Buy, 1_000_000, InQuote, MarketRules.Unknown with { QuantityStep = 2 });

        Assert.Equal((false, MetricReason.Shallow), (cost.Complete, cost.Reason));
        Assert.Equal(("10301", "103.01", "10404.01", "101", "101"), Texts(cost));
        Assert.Equal((null, null, null), (cost.Unspent, cost.AllInPrice, cost.CostBps));
    }

    [Fact]
    public void With_slab_rates_an_unreachable_remainder_is_unspent_rather_than_fee()
    {
        var slabs = TakerFee.ByOrder(FeeBasis.OrderSlab, [new(0, Exact.Zero), new(101, Exact.Parse("0.1"))]);

        var cost = OrderCost.ByAmount(Book, Side.Buy, 105, slabs, MarketRules.Unknown);

        Assert.Equal("100.999999999999999999", cost.Book.FilledAmount.ToString());
        Assert.Equal(("0", "4.000000000000000001"), (cost.Fee.ToString(), cost.Unspent.ToString()));
    }

    [Fact]
    public void Without_fee_and_rules_an_order_equals_the_plain_walk()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var (book, sizes) = RandomBook.Create(seed);
            foreach (var side in new[] { Side.Buy, Side.Sell })
            {
                var walk = Walk.ByAmount(book, side, sizes[0]);
                var cost = OrderCost.ByAmount(book, side, sizes[0], TakerFee.None, MarketRules.Unknown);

                Assert.Equal(walk, cost.Book);
                Assert.Equal((walk.FilledAmount, walk.Quantity, walk.Unspent), (cost.NetAmount, cost.Quantity, cost.Unspent));
                Assert.Equal((walk.Complete ? walk.AveragePrice : null, walk.SlippageBps), (cost.AllInPrice, cost.CostBps));
            }
        }
    }

    [Fact]
    public void On_any_book_an_order_is_the_largest_that_its_amount_can_pay()
    {
        var random = new Random(7);
        for (var seed = 0; seed < 3_000; seed++)
        {
            var (book, sizes) = RandomBook.Create(seed);
            var rate = new Rational(random.Next(0, 100), 1000);
            var fee = TakerFee.Flat(Exact.Parse($"0.{(int)rate.Numerator:D3}"), random.Next(2) == 0 ? FeeIn.Quote : FeeIn.Received);
            var cost = OrderCost.ByAmount(book, Side.Buy, sizes[0], fee, MarketRules.Unknown);
            if (!cost.Complete)
            {
                continue;
            }

            var one = new Rational(1, 1);
            var size = Rational.Of(sizes[0]);
            var ofBook = fee.In == FeeIn.Quote ? (size / (one + rate)).Down() : size;
            var walk = WalkOracle.ByAmount(book, Side.Buy, cost.Book.OrderSize, FillPolicy.Exact);
            var quantity = fee.In == FeeIn.Quote ? walk.Quantity : walk.Quantity * (one - rate);
            Assert.True(ofBook.Is(cost.Book.FilledAmount));
            Assert.True(size.Is(cost.NetAmount));
            Assert.True((size / quantity).HalfEven().Is(cost.AllInPrice));
            var bps = book.Mid is { } mid ? ((size / quantity / Rational.Of(mid) - one) * new Rational(10_000, 1)).ToDouble() : (double?)null;
            Assert.Equal(bps is null, cost.CostBps is null);
            Assert.Equal(bps ?? 0, cost.CostBps ?? 0, 1e-9 * Math.Max(1, Math.Abs(bps ?? 0)));
        }
    }

    private static (string Gross, string Fee, string Net, string Quantity, string Ordered) Texts(OrderCost cost) =>
        (cost.Book.FilledAmount.ToString(), cost.Fee.ToString(), cost.NetAmount.ToString(), cost.Quantity.ToString(), cost.OrderQuantity.ToString());

    private static Exact? Number(string? text) => text is null ? null : Exact.Parse(text);
}
