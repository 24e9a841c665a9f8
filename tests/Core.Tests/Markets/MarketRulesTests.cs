using System.Numerics;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Tests.Markets;

public sealed class MarketRulesTests
{
    [Theory]
    [InlineData("10", "1000", null, null, null, null)]
    [InlineData("10", "1000", null, "10", null, 1L)]
    [InlineData("10.1", "1000", null, "10", null, 2L)]
    [InlineData("10", "1000", null, "3", null, 4L)]
    [InlineData("10", "1000", "2", "3", null, 5L)]
    [InlineData("10", "1000", "2", null, "300", 4L)]
    [InlineData("10", "1000", "2", "3", "300", 5L)]
    [InlineData("10", "1000", "2", "3", "100", 10L)]
    [InlineData("0", "0", null, "3", "100", 0L)]
    [InlineData("10", "1000", "2", "1.9", null, null)]
    public void An_order_takes_as_many_orders_as_its_quantity_and_value_need(
        string quantity, string notional, string? step, string? quantityMax, string? notionalMax, long? orders)
    {
        var rules = MarketRules.Unknown with { QuantityStep = Number(step), QuantityMax = Number(quantityMax), NotionalMax = Number(notionalMax) };

        Assert.Equal(orders, rules.OrdersFor(Exact.Parse(quantity), Exact.Parse(notional)));
    }

    [Fact]
    public void One_order_less_would_not_do()
    {
        var random = new Random(20261128);
        for (var i = 0; i < 1000; i++)
        {
            var (quantity, step) = (random.NextInt64(1, long.MaxValue), random.NextInt64(1, 1000));
            var max = random.NextInt64(step, 1L << random.Next(12, 62));
            var rules = MarketRules.Unknown with { QuantityStep = Exact.FromScaled(step, 9), QuantityMax = Exact.FromScaled(max, 9) };

            var orders = rules.OrdersFor(Exact.FromScaled(quantity, 9), Exact.Zero)!.Value;

            BigInteger largest = max / step * step;
            Assert.True(orders * largest >= quantity && (orders - 1) * largest < quantity, $"{quantity} in steps of {step} up to {max}: {orders}");
        }
    }

    private static Exact? Number(string? text) => text is null ? null : Exact.Parse(text);
}
