using System.Globalization;
using System.Numerics;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Tests.Costs;

namespace OrderBookSilo.Core.Tests.Numbers;

public sealed class ExactTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("1.50", "1.5")]
    [InlineData("-0.001", "-0.001")]
    [InlineData("007", "7")]
    [InlineData("170141183460469231731687303715884105727", "170141183460469231731687303715884105727")]
    public void Text_is_parsed_and_written_as_plain_decimals(string text, string expected) => Assert.Equal(expected, Exact.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+5")]
    [InlineData(" 5")]
    [InlineData("1e5")]
    [InlineData("1,5")]
    [InlineData("--5")]
    [InlineData("170141183460469231731687303715884105728")]
    [InlineData("0.0000000000000000000000000000000000001")]
    public void Text_that_is_not_a_plain_decimal_or_does_not_fit_is_rejected(string text) => Assert.False(Exact.TryParse(text, out _));

    [Fact]
    public void The_text_of_any_128_bits_matches_BigInteger()
    {
        var random = new Random(20261122);
        Int128[] edges = [0, 1, -1, ulong.MaxValue, (Int128)ulong.MaxValue + 1, Int128.MaxValue, Int128.MinValue, 10_000_000_000_000_000_000, -5_000_000_000_000_000_000];
        var others = Enumerable.Range(0, 2_000).Select(_ => unchecked(new Int128((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue))) >> random.Next(127));
        foreach (var mantissa in edges.Concat(others))
        {
            var text = Exact.FromScaled(mantissa, 0).ToString();
            Assert.Equal(((BigInteger)mantissa).ToString(), text);
        }
    }

    [Fact]
    public void Arithmetic_and_order_equal_rationals()
    {
        var random = new Random(5);
        for (var i = 0; i < 5_000; i++)
        {
            var (a, b) = (Any(random), Any(random));
            var (left, right) = (Rational.Of(a), Rational.Of(b));
            Assert.True((left + right).Is(a + b));
            Assert.True((left - right).Is(a - b));
            Assert.True((left * right).Is(a * b));
            Assert.Equal(Math.Sign(left.CompareTo(right)), Math.Sign(a.CompareTo(b)));
            Assert.Equal(left.CompareTo(right) == 0, a == b);
        }
    }

    [Fact]
    public void A_quotient_is_rounded_once_at_18_decimals()
    {
        var random = new Random(6);
        for (var i = 0; i < 5_000; i++)
        {
            var (a, b) = (Positive(random), Positive(random) + 1);
            var quotient = Rational.Of(a) / Rational.Of(b);
            Assert.True(quotient.Down().Is(Exact.Divide(a, b, MidpointRounding.ToZero)));
            Assert.True(quotient.HalfEven().Is(Exact.Divide(a, b, MidpointRounding.ToEven)));
        }
    }

    // Mantissas of any number of bits, so that many products are close to the limit of 128 bits on either side.
    [Fact]
    public void Quotients_and_products_of_any_size_match_BigInteger_or_overflow()
    {
        var random = new Random(9);
        var fitted = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var (a, b, c, scale) = (OfAnyBits(random), OfAnyBits(random), OfAnyBits(random), random.Next(19));
            var rounding = random.Next(3) switch { 0 => MidpointRounding.ToZero, 1 => MidpointRounding.ToEven, _ => MidpointRounding.ToPositiveInfinity };
            if (!b.IsZero)
            {
                var (dividend, divisor) = b.IsPositive ? (a, b) : (Exact.Zero - a, Exact.Zero - b);
                fitted += Check(Rational.Of(dividend) / Rational.Of(divisor), scale, rounding, () => Exact.Divide(a, b, rounding, scale));
            }

            fitted += Check((Rational.Of(a) * Rational.Of(b)) + Rational.Of(c), Exact.QuotientScale, rounding, () => Exact.MultiplyAdd(a, b, c, rounding));
        }

        Assert.InRange(fitted, 20_000, 180_000);

        static int Check(Rational expected, int scale, MidpointRounding rounding, Func<Exact> compute)
        {
            var rounded = expected.Rounded(scale, rounding);
            try
            {
                Assert.True(new Rational(rounded, BigInteger.Pow(10, scale)).Is(compute()));
                return 1;
            }
            catch (OverflowException)
            {
                // A whole number is stored without decimals, so it may fit where its 18 decimals would not, but not vice versa.
                Assert.True(BigInteger.Abs(rounded) > (BigInteger)Int128.MaxValue);
                return 0;
            }
        }
    }

    [Fact]
    public void A_ratio_of_small_integers_is_the_nearest_double_as_well()
    {
        var random = new Random(10);
        for (var i = 0; i < 20_000; i++)
        {
            var (numerator, denominator) = (random.NextInt64(-(1L << 54), 1L << 54) >> random.Next(54), (random.NextInt64(1, 1L << 54) >> random.Next(53)) + 1);

            // The same quotient from integers too large for the fast path.
            var large = BigInteger.Pow(3, 60);
            Assert.Equal(new Ratio(numerator * large, denominator * large).ToDouble(), new Ratio(numerator, denominator).ToDouble());
        }
    }

    [Theory]
    [InlineData("1", "2000000000000000000", "0")]
    [InlineData("3", "2000000000000000000", "0.000000000000000002")]
    [InlineData("-1", "2000000000000000000", "0")]
    [InlineData("-3", "2000000000000000000", "-0.000000000000000002")]
    [InlineData("-1", "3", "-0.333333333333333333")]
    public void A_tie_is_rounded_to_even(string numerator, string denominator, string expected) =>
        Assert.Equal(expected, Exact.Divide(Exact.Parse(numerator), Exact.Parse(denominator), MidpointRounding.ToEven).ToString());

    [Fact]
    public void The_nearest_double_is_the_one_parsed_from_the_text()
    {
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            var value = Any(random);
            Assert.Equal(double.Parse(value.ToString(), CultureInfo.InvariantCulture), value.ToDouble());
        }
    }

    [Fact]
    public void A_ratio_is_rounded_to_double_once()
    {
        // Between 2^53 and its neighbour, on the tie and slightly to either side of it.
        var tie = (BigInteger.One << 54) + 2;
        Assert.Equal(9007199254740992, new Ratio(tie, 2).ToDouble());
        Assert.Equal(9007199254740992, new Ratio(tie * 1_000_000 - 1, 2_000_000).ToDouble());
        Assert.Equal(9007199254740994, new Ratio(tie * 1_000_000 + 1, 2_000_000).ToDouble());
        Assert.Equal(1 / 3.0, new Ratio(1, 3).ToDouble());
        Assert.Equal(-1e-30, new Ratio(-1, BigInteger.Pow(10, 30)).ToDouble());
    }

    [Fact]
    public void Overflow_throws()
    {
        var large = Exact.Parse("170141183460469231731687303715884105727");
        Assert.Throws<OverflowException>(() => large + 1);
        Assert.Throws<OverflowException>(() => large * 2);
        Assert.Throws<OverflowException>(() => large.AtScale(1));
    }

    [Fact]
    public void A_mantissa_at_another_scale_matches_BigInteger_or_overflows()
    {
        var random = new Random(8);
        for (var i = 0; i < 20_000; i++)
        {
            var (value, more) = (Any(random), random.Next(0, 45));
            Check(value, more);

            // The largest mantissa that fits with this many more decimals, and its neighbours.
            var edge = (Int128)((BigInteger)Int128.MaxValue / BigInteger.Pow(10, more % 38));
            Check(Exact.FromScaled(edge - random.Next(2), 0), more % 38);
            Check(Exact.FromScaled(edge == Int128.MaxValue ? edge : edge + 1, 0), more % 38);
        }

        static void Check(Exact value, int more)
        {
            var expected = (BigInteger)value.Mantissa * BigInteger.Pow(10, more);
            if (more <= 38 && expected >= (BigInteger)Int128.MinValue && expected <= (BigInteger)Int128.MaxValue)
            {
                Assert.Equal(expected, (BigInteger)value.AtScale(value.Scale + more));
            }
            else
            {
                Assert.Throws<OverflowException>(() => value.AtScale(value.Scale + more));
            }
        }
    }

    [Fact]
    public void A_decimal_is_converted_exactly()
    {
        Assert.Equal("-79228162514264337593543950335", ((Exact)decimal.MinValue).ToString());
        Assert.Equal("0.0000000000000000000000000001", ((Exact)0.0000000000000000000000000001m).ToString());
    }

    private static Exact OfAnyBits(Random random)
    {
        var bits = unchecked(new Int128((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue)));
        return Exact.FromScaled(bits >> random.Next(1, 127), random.Next(0, 25));
    }

    private static Exact Any(Random random) => random.Next(2) == 0 ? Positive(random) : Exact.Zero - Positive(random);

    private static Exact Positive(Random random) =>
        Exact.FromScaled(random.NextInt64(1, (long)Math.Pow(10, random.Next(1, 18))), random.Next(0, 10));
}
