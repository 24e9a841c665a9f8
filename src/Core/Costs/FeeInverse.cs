using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>
/// Finds the book amount of an order whose own amount includes the fee: docs/metrics.md 1, notional convention; 2.4. Within a
/// bracket the fee is offset + rate × amount, so the best amount is computed for every bracket.
/// </summary>
public static class FeeInverse
{
    /// <summary>The largest amount with at most this number of decimals that, together with its fee, does not exceed the total.</summary>
    public static Exact LargestWithin(this TakerFee fee, Exact total, int scale = Exact.QuotientScale)
    {
        if (fee.IsFlat && fee.Brackets[0].Rate.IsZero && total.Scale <= scale)
        {
            return total;
        }

        for (var i = fee.Brackets.Count - 1; i > 0; i--)
        {
            var amount = Largest(fee, i, total, scale);
            if (amount >= fee.Brackets[i].From)
            {
                return amount;
            }
        }

        return Largest(fee, 0, total, scale);
    }

    /// <summary>The smallest amount with at most this number of decimals that leaves at least this much after its fee.</summary>
    public static Exact SmallestLeaving(this TakerFee fee, Exact net, int scale = Exact.QuotientScale)
    {
        for (var i = 0; i < fee.Brackets.Count - 1; i++)
        {
            var amount = Smallest(fee, i, net, scale);
            if (amount < fee.Brackets[i + 1].From)
            {
                return amount;
            }
        }

        return Smallest(fee, fee.Brackets.Count - 1, net, scale);
    }

    private static Exact Largest(TakerFee fee, int bracket, Exact total, int scale)
    {
        var amount = Exact.Divide(total - Offset(fee, bracket), Exact.One + fee.Brackets[bracket].Rate, MidpointRounding.ToZero, scale);
        var isLast = bracket + 1 == fee.Brackets.Count;
        return isLast || amount < fee.Brackets[bracket + 1].From ? amount : fee.Brackets[bracket + 1].From - Exact.FromScaled(1, scale);
    }

    private static Exact Smallest(TakerFee fee, int bracket, Exact net, int scale)
    {
        var (from, rate) = fee.Brackets[bracket];
        var amount = Exact.Divide(net + Offset(fee, bracket), Exact.One - rate, MidpointRounding.ToPositiveInfinity, scale);
        return amount < from ? from : amount;
    }

    // How much more the slices below a bracket pay than they would at its rate.
    private static Exact Offset(TakerFee fee, int bracket)
    {
        var offset = Exact.Zero;
        for (var i = 0; i < bracket && fee.Basis == FeeBasis.OrderMarginal; i++)
        {
            offset += (fee.Brackets[i + 1].From - fee.Brackets[i].From) * (fee.Brackets[i].Rate - fee.Brackets[bracket].Rate);
        }

        return offset;
    }
}
