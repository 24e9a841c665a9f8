using System.Numerics;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>An order as an integer of a ladder's scale.</summary>
internal static class ScaledLimit
{
    /// <summary>order × 10^scale rounded down; what is beyond every ladder's range is the largest integer.</summary>
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
