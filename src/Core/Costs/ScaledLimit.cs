using System.Numerics;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>Converts an order to an integer at a ladder's scale.</summary>
internal static class ScaledLimit
{
    /// <summary>order × 10^scale rounded down; values beyond every ladder's range become the largest integer.</summary>
    public static UInt128 Of(Exact order, int scale)
    {
        if (scale < order.Scale)
        {
            return (UInt128)(order.Mantissa / BigPowersOfTen.Int128Of(order.Scale - scale));
        }

        var power = BigPowersOfTen.Int128Of(scale - order.Scale);
        if (Exact.FitsProduct(order.Mantissa, power))
        {
            return (UInt128)(order.Mantissa * power);
        }

        var scaled = (BigInteger)order.Mantissa * power;
        return scaled > UInt128.MaxValue ? UInt128.MaxValue : (UInt128)scaled;
    }
}
