using System.Numerics;

namespace OrderBookSilo.Core;

/// <summary>Powers of ten of any scale that an <see cref="Exact"/> can have, twice over.</summary>
internal static class PowerOfTen
{
    private static readonly BigInteger[] Powers =
        [.. Enumerable.Range(0, 2 * Exact.ScaleMax + 1).Select(exponent => BigInteger.Pow(10, exponent))];

    public static BigInteger Of(int exponent) => Powers[exponent];
}
