using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Tests.Costs;

/// <summary>Amounts net of fees, compared with an exhaustive search over integer amounts.</summary>
public sealed class FeeInverseTests
{
    private const int Cases = 3_000;

    [Fact]
    public void The_largest_amount_within_a_total_and_the_smallest_that_leaves_enough_are_found()
    {
        var random = new Random(20261122);
        for (var i = 0; i < Cases; i++)
        {
            var basis = random.Next(2) == 0 ? FeeBasis.OrderMarginal : FeeBasis.OrderSlab;
            var brackets = Brackets(random);
            var fee = TakerFee.ByOrder(basis, [.. brackets.Select(b => new FeeBracket(b.From, Exact.FromScaled(b.Percent, 2)))]);
            var asked = random.Next(1, 400);

            Assert.Equal(Enumerable.Range(0, asked + 1).Last(a => 100 * a + Hundredths(basis, brackets, a) <= 100 * asked), (int)fee.LargestWithin(asked, scale: 0).Mantissa);
            Assert.Equal(Enumerable.Range(0, 4000).First(a => 100 * a - Hundredths(basis, brackets, a) >= 100 * asked), (int)fee.SmallestLeaving(asked, scale: 0).Mantissa);
        }
    }

    [Theory]
    [InlineData("1006", "0.006", "1000")]
    [InlineData("100", "0.006", "99.403578528827037773")]
    [InlineData("0.000000000000000001", "0.006", "0")]
    public void With_a_flat_fee_a_total_is_divided_by_one_plus_the_rate_rounded_down(string total, string rate, string amount) =>
        Assert.Equal(Exact.Parse(amount), TakerFee.Flat(Exact.Parse(rate), FeeIn.Quote).LargestWithin(Exact.Parse(total)));

    [Fact]
    public void With_a_flat_fee_a_sales_net_amount_is_divided_by_one_minus_the_rate_rounded_up() =>
        Assert.Equal(Exact.Parse("100.603621730382293763"), TakerFee.Flat(Exact.Parse("0.006"), FeeIn.Quote).SmallestLeaving(100));

    private static List<(int From, int Percent)> Brackets(Random random)
    {
        var brackets = new List<(int From, int Percent)> { (0, random.Next(0, 40)) };
        for (var more = random.Next(0, 4); more > 0; more--)
        {
            brackets.Add((brackets[^1].From + random.Next(1, 120), random.Next(0, 40)));
        }

        return brackets;
    }

    // The definitions of docs/metrics.md 2.4, unit by unit.
    private static int Hundredths(FeeBasis basis, List<(int From, int Percent)> brackets, int amount) =>
        basis == FeeBasis.OrderSlab
            ? amount * brackets.Last(bracket => bracket.From <= amount).Percent
            : Enumerable.Range(0, amount).Sum(unit => brackets.Last(bracket => bracket.From <= unit).Percent);
}
