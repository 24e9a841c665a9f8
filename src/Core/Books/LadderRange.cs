using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Books;

/// <summary>
/// The bound on a ladder's totals that lets every sum over it be an <see cref="Exact"/>: less than 10^19 in quote and in base,
/// so that with up to 18 decimals, or the 36 of price × quantity, a total stays below 10^37 and Int128 never overflows.
/// </summary>
internal static class LadderRange
{
    public const int ExponentMax = 19;

    private const int ExactDigits = 37;

    public static bool Fits(Ladder ladder, int priceScale, int quantityScale)
    {
        if (ladder.Count == 0)
        {
            return true;
        }

        var quantityLimit = BigPowersOfTen(ExponentMax + quantityScale);
        var amountLimit = BigPowersOfTen(Math.Min(ExactDigits, ExponentMax + priceScale + quantityScale));
        var priceMax = (UInt128)Math.Max(ladder.Prices[0], ladder.Prices[^1]);
        var quantitySum = ColumnChecks.Sum(ladder.Quantities);
        return quantitySum < quantityLimit && (quantitySum < amountLimit / priceMax || IsBelow(ladder, amountLimit));
    }

    private static bool IsBelow(Ladder ladder, UInt128 limit)
    {
        UInt128 amount = 0;
        for (var i = 0; i < ladder.Count && amount < limit; i++)
        {
            amount += (UInt128)ladder.Prices[i] * (UInt128)ladder.Quantities[i];
        }

        return amount < limit;
    }

    private static UInt128 BigPowersOfTen(int exponent)
    {
        UInt128 power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
