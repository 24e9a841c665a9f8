using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Core.Tests.Splits;

/// <summary>Splits of small instances compared with an exhaustive search.</summary>
public sealed class SplitterTests
{
    private const int Instances = 3_000;

    [Fact]
    public void Flat_fees_and_a_common_lot_are_merged_optimally() => ForQuantities(1, new TinyRules([1]), (split, _) =>
    {
        Assert.True(split.Certificate.Holds);
        Assert.Equal(Exact.Zero, split.Gap);
    });

    [Fact]
    public void Lots_that_divide_one_another_are_distributed_optimally()
    {
        var naiveFails = 0;
        ForQuantities(2, new TinyRules([1, 3, 6, 12]), (split, instance) =>
        {
            Assert.True(split.Certificate.Holds);
            var naive = SplitOracle.Naive(instance.Markets, instance.Side, instance.Quantity);
            naiveFails += naive is null || Exact.FromScaled(naive.Value, 2) != split.Amount ? 1 : 0;
        });
        Assert.InRange(naiveFails, 20, Instances);
    }

    [Fact]
    public void Minimums_are_met_or_the_market_is_not_used() => ForQuantities(3, new TinyRules([1], WithMinimums: true));

    [Fact]
    public void Minimums_and_lots_together_are_met_optimally() =>
        ForQuantities(4, new TinyRules([1, 3, 6], WithMinimums: true));

    [Fact]
    public void Slab_tiers_are_chosen_optimally() =>
        ForQuantities(5, new TinyRules([1], WithMinimums: true, FeeBasis.OrderSlab));

    [Fact]
    public void Marginal_tiers_are_chosen_optimally() =>
        ForQuantities(6, new TinyRules([1], WithMinimums: true, FeeBasis.OrderMarginal));

    [Theory]
    [InlineData(7, new[] { 1 })]
    [InlineData(8, new[] { 1, 3, 6, 12 })]
    public void A_budget_buys_the_maximum(int seed, int[] lots)
    {
        for (var i = 0; i < Instances; i++)
        {
            var random = new Random(seed * Instances + i);
            var markets = TinyMarkets.Create(random, Side.Buy, new TinyRules(lots));
            var budget = random.Next(1, 1 + markets.Sum(market => market.Amount(market.Depth)));
            var split = Splitter.Solve(new SplitOrder(Side.Buy, budget), TinyMarkets.ForProduct(markets, Side.Buy));
            var most = SplitOracle.MostFor(markets, budget);
            Assert.True(split.Quantity == most, $"instance {i}: {split.Quantity} is not {most}");
            Assert.True(split.Amount <= budget);
            Assert.True(split.Gap >= Exact.Zero);
        }
    }

    private static void ForQuantities(int seed, TinyRules rules, Action<Split, Instance>? check = null)
    {
        var filled = 0;
        for (var i = 0; i < Instances; i++)
        {
            var random = new Random(seed * Instances + i);
            var side = (Side)random.Next(2);
            var markets = TinyMarkets.Create(random, side, rules);
            var quantity = random.Next(1, markets.Sum(market => market.Depth) + 1);
            var split = Splitter.Solve(new SplitOrder(side, quantity, SplitUnit.Base), TinyMarkets.ForProduct(markets, side));
            var best = SplitOracle.BestFor(markets, side, quantity);
            if (best is null)
            {
                Assert.True(!split.Complete || split.Quantity < quantity, $"instance {i} cannot be filled");
                continue;
            }

            filled++;
            Assert.True(split.Quantity == quantity, $"instance {i}: {split.Quantity} is not the quantity {quantity}");
            Assert.True(split.Amount == Exact.FromScaled(best.Value, 2), $"instance {i}: {split.Amount} is not the best, {best / 100m}");
            Assert.True(split.Gap >= Exact.Zero, $"instance {i}: gap {split.Gap}");
            Assert.True(split.Saving is null || split.Saving >= Exact.Zero);
            check?.Invoke(split, new Instance(markets, side, quantity));
        }

        Assert.InRange(filled, Instances / 3, Instances);
    }

    private sealed record Instance(IReadOnlyList<TinyMarket> Markets, Side Side, int Quantity);
}
