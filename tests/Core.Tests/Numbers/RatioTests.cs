using System.Numerics;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Tests.Numbers;

public sealed class RatioTests
{
    private static readonly (int Numerator, int Denominator)[] Values =
        [(0, 1), (0, 7), (1, 1), (-1, 1), (3, 3), (-3, 3), (1, 3), (-2, 5), (7, 2), (21, 6), (1000, 1), (1, 1000)];

    [Fact]
    public void Sums_products_and_quotients_match_fractions_including_zero_and_one()
    {
        foreach (var ((a, b), (c, d)) in Values.SelectMany(_ => Values, (left, right) => (left, right)))
        {
            var (left, right) = (new Ratio(a, b), new Ratio(c, d));
            AssertIs(a * d + c * b, b * d, left + right);
            AssertIs(a * d - c * b, b * d, left - right);
            AssertIs(a * c, b * d, left * right);
            if (c != 0)
            {
                AssertIs(a * d * Math.Sign(c), b * Math.Abs(c), left / right);
            }
        }
    }

    private static void AssertIs(BigInteger numerator, BigInteger denominator, Ratio actual)
    {
        Assert.Equal(1, actual.Denominator.Sign);
        Assert.Equal(numerator * actual.Denominator, actual.Numerator * denominator);
    }
}
