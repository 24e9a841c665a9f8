using System.Numerics;

namespace OrderBookSilo.Core.Numbers;

/// <summary>Powers of ten up to twice the largest scale of an <see cref="Exact"/>.</summary>
internal static class BigPowersOfTen
{
    private static readonly BigInteger[] Powers =
        [.. Enumerable.Range(0, 2 * Exact.ScaleMax + 1).Select(exponent => BigInteger.Pow(10, exponent))];

    /// <summary>All powers that fit 128 bits.</summary>
    private static readonly Int128[] Int128Powers = [.. Powers.Where(power => power <= Int128.MaxValue).Select(power => (Int128)power)];

    public static BigInteger Of(int exponent) => Powers[exponent];

    /// <summary>value × 10^exponent.</summary>
    public static BigInteger Times(BigInteger value, int exponent) => exponent == 0 ? value : value * Powers[exponent];

    /// <summary>Throws <see cref="OverflowException"/> for a power that does not fit.</summary>
    public static Int128 Int128Of(int exponent) =>
        exponent < Int128Powers.Length ? Int128Powers[exponent] : throw new OverflowException($"10^{exponent} does not fit 128 bits");
}
