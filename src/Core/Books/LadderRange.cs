using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Books;

/// <summary>
/// The bounds on a ladder that let its prices and every sum over it be an <see cref="Exact"/>: less than 10^19 in quote and in
/// base, so that with up to 18 decimals, or the 36 of price × quantity, a total stays below 10^37 and Int128 never overflows.
/// </summary>
internal static class LadderRange
{
    public const int ExponentMax = 19;

    private const int ExactDigits = 37;

    /// <summary>
    /// Decimals of price × quantity of a ladder of 128-bit integers: an order of 10^9 in quote still has them all. Values of 64
    /// bits cannot use up the range in both factors.
    /// </summary>
    private const int WideDecimalsMax = 28;

    /// <summary>What exceeds the range, or null.</summary>
    public static string? FindExcess(Ladder ladder, int priceScale, int quantityScale)
    {
        if (ladder.Count == 0)
        {
            return null;
        }

        if (ladder.IsWide && priceScale + quantityScale > WideDecimalsMax)
        {
            return $"have {priceScale} and {quantityScale} decimals, together more than {WideDecimalsMax}, and numbers beyond 64 bits";
        }

        var quantityLimit = BigPowersOfTen(ExponentMax + quantityScale);
        var amountLimit = BigPowersOfTen(Math.Min(ExactDigits, ExponentMax + priceScale + quantityScale));
        var fits = ladder.IsWide
            ? FitsWide(ladder, BigPowersOfTen(ExponentMax + priceScale), quantityLimit, amountLimit)
            : FitsWords(ladder.Prices.Words, ladder.Quantities.Words, quantityLimit, amountLimit);
        return fits ? null : $"have a price, a value or a quantity of 10^{ExponentMax} or more";
    }

    private static bool FitsWords(ReadOnlySpan<long> prices, ReadOnlySpan<long> quantities, UInt128 quantityLimit, UInt128 amountLimit)
    {
        var priceMax = (UInt128)Math.Max(prices[0], prices[^1]);
        var quantitySum = ColumnChecks.Sum(quantities);
        return quantitySum < quantityLimit && (quantitySum < amountLimit / priceMax || IsBelow(prices, quantities, amountLimit));
    }

    private static bool IsBelow(ReadOnlySpan<long> prices, ReadOnlySpan<long> quantities, UInt128 limit)
    {
        UInt128 amount = 0;
        for (var i = 0; i < prices.Length && amount < limit; i++)
        {
            amount += (UInt128)prices[i] * (UInt128)quantities[i];
        }

        return amount < limit;
    }

    // A product of 128-bit integers may overflow, so each is compared with what is left of the limit first.
    private static bool FitsWide(Ladder ladder, UInt128 priceLimit, UInt128 quantityLimit, UInt128 amountLimit)
    {
        var (quantityLeft, amountLeft) = (quantityLimit - 1, amountLimit - 1);
        for (var i = 0; i < ladder.Count; i++)
        {
            var (price, quantity) = ((UInt128)ladder.Prices[i], (UInt128)ladder.Quantities[i]);
            if (price >= priceLimit || quantity > quantityLeft || quantity > amountLeft / price)
            {
                return false;
            }

            quantityLeft -= quantity;
            amountLeft -= price * quantity;
        }

        return true;
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
