using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Books;

/// <summary>The same column in 128-bit integers, from the first value on that needs them.</summary>
public sealed partial class DecimalColumn
{
    private List<Int128>? wide;

    private bool IsWide => wide is not null;

    /// <summary>
    /// The values at another scale (at least <see cref="DecimalsUsed"/>) as 128-bit integers; null when one overflows.
    /// </summary>
    internal Int128[]? ToWide(int scale)
    {
        var target = new Int128[Count];
        for (var i = 0; i < target.Length; i++)
        {
            if (!TryRescale(wide is null ? values[i] : wide[i], scale - Scale, out target[i]))
            {
                return null;
            }
        }

        return target;
    }

    private long[]? WideToWords(int scale)
    {
        if (ToWide(scale) is not { } rescaled || !Array.TrueForAll(rescaled, value => value >= long.MinValue && value <= long.MaxValue))
        {
            return null;
        }

        return Array.ConvertAll(rescaled, value => (long)value);
    }

    private bool TryAddWide(Int128 mantissa, int decimals)
    {
        if (wide is null)
        {
            wide = new List<Int128>(values.Length);
            foreach (var word in Values)
            {
                wide.Add(word);
            }
        }

        if ((decimals > Scale && !TryChangeScale(decimals)) || !TryFit(mantissa, decimals, out var value))
        {
            return false;
        }

        wide.Add(value);
        Commit(1, decimals);
        return true;
    }

    // Decimals that no value needs may prevent the value from fitting.
    private bool TryFit(Int128 mantissa, int decimals, out Int128 value) =>
        TryRescale(mantissa, Scale - decimals, out value)
        || (TryChangeScale(Math.Max(DecimalsUsed, decimals)) && TryRescale(mantissa, Scale - decimals, out value));

    private bool TryChangeScale(int scale)
    {
        if (ToWide(scale) is not { } rescaled)
        {
            return false;
        }

        wide = [.. rescaled];
        Scale = scale;
        return true;
    }

    // A negative exponent removes decimals that no value uses.
    private static bool TryRescale(Int128 value, int exponent, out Int128 rescaled)
    {
        if (exponent <= 0)
        {
            rescaled = value / BigPowersOfTen.Int128Of(-exponent);
            return true;
        }

        var power = BigPowersOfTen.Int128Of(exponent);
        var fits = Int128.Abs(value) <= Int128.MaxValue / power;
        rescaled = fits ? value * power : 0;
        return fits;
    }
}
