using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>Round sizes spread about evenly on a logarithmic scale, for curves.</summary>
public static class SizeGrid
{
    private const int Decades = 4;

    private static readonly Exact[] Steps = [1, Exact.Parse("1.25"), Exact.Parse("1.6"), 2, Exact.Parse("2.5"), Exact.Parse("3.2"), 4, 5, Exact.Parse("6.3"), 8];

    /// <summary>The sizes of the four decades up to this positive one, which is the last; ten per decade.</summary>
    public static IReadOnlyList<Exact> UpTo(Exact last)
    {
        var sizes = new List<Exact>();
        var exponent = Exponent(last);
        for (var power = Math.Max(exponent - Decades, -Exact.QuotientScale + 2); power <= exponent; power++)
        {
            sizes.AddRange(Steps.Select(step => step * TenTo(power)).Where(size => size < last && size * 10_000 >= last));
        }

        return [.. sizes, last];
    }

    // The power of ten of the first digit.
    private static int Exponent(Exact value)
    {
        var exponent = 0;
        while (TenTo(exponent) <= value)
        {
            exponent++;
        }

        while (TenTo(exponent) > value)
        {
            exponent--;
        }

        return exponent;
    }

    private static Exact TenTo(int power) => power < 0 ? Exact.FromScaled(1, -power) : Exact.FromScaled((Int128)BigPowersOfTen.Of(power), 0);
}
