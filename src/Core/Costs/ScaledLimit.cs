using System.Numerics;

namespace OrderBookSilo.Core.Costs;

/// <summary>An order as an integer of a ladder's scale.</summary>
internal static class ScaledLimit
{
    /// <summary>order × 10^scale rounded down; what is beyond every ladder's range is the largest integer.</summary>
    public static UInt128 Of(Exact order, int scale)
    {
        var scaled = scale >= order.Scale
            ? order.Mantissa * PowerOfTen.Of(scale - order.Scale)
            : order.Mantissa / PowerOfTen.Of(order.Scale - scale);
        return scaled > UInt128.MaxValue ? UInt128.MaxValue : (UInt128)scaled;
    }
}
