using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits.Merging;

/// <summary>
/// One market's ladder at one flat rate, with the allowed order quantities: the unit that a merge works on. docs/metrics.md 2,
/// C_v and its box.
/// </summary>
internal sealed class Lane
{
    private static readonly Exact FinestStep = Exact.FromScaled(1, Exact.QuotientScale);

    /// <param name="index">Index of the market in the order's list.</param>
    /// <param name="group">Index of the group of markets that share a conversion.</param>
    public Lane(int index, SplitMarket market, Side side, int group, LaneTerms terms)
    {
        (Index, Market, Side, Group, Terms) = (index, market, side, group, terms);
        Ladder = market.Book.LadderFor(side);
        var isReceived = side == Side.Buy && market.Fee.In == FeeIn.Received;
        QuotePerAmount = isReceived ? Ratio.One : side == Side.Buy ? Ratio.One + terms.Rate : Ratio.One - (Ratio)terms.Rate;
        Yield = isReceived ? Ratio.One - (Ratio)terms.Rate : Ratio.One;
    }

    public int Index { get; }

    public SplitMarket Market { get; }

    public Side Side { get; }

    public int Group { get; }

    public LaneTerms Terms { get; }

    public Ladder Ladder { get; }

    /// <summary>Quote paid by a buy, or received by a sell, per unit of book amount, including the fee.</summary>
    public Ratio QuotePerAmount { get; }

    /// <summary>Base received or given per ordered base; less than 1 where a buy's fee is taken from it.</summary>
    public Ratio Yield { get; }

    /// <summary>Order quantities are multiples of this.</summary>
    public Exact Step => Market.QuantityStep ?? FinestStep;

    public int AmountScale => Market.Book.PriceScale + Market.Book.QuantityScale;

    public Ratio PriceOf(int level) => new(Ladder.Prices[level], BigPowersOfTen.Of(Market.Book.PriceScale));

    public Ratio QuantityOf(int level) => new(Ladder.Quantities[level], BigPowersOfTen.Of(Market.Book.QuantityScale));

    /// <summary>All-in price of one base at a level in quote: p(1+f), p/(1-f) or p(1-f).</summary>
    public Ratio QuotePriceOf(int level) => PriceOf(level) * QuotePerAmount / Yield;

    /// <summary>Whether equal prices mean equal all-in prices on both lanes.</summary>
    public bool PricesLike(Lane other) => Group == other.Group
        && QuotePerAmount.CompareTo(other.QuotePerAmount) == 0 && Yield.CompareTo(other.Yield) == 0;
}

/// <summary>The rate of a lane and the order quantities that it applies to.</summary>
/// <param name="Rate">The taker's rate, a fraction.</param>
/// <param name="Constant">Fixed quote amount paid in addition, whatever the quantity: the difference from the brackets below this rate's.</param>
/// <param name="From">Smallest order quantity, in base.</param>
/// <param name="To">Largest order quantity; null when only the ladder limits it.</param>
internal readonly record struct LaneTerms(Exact Rate, Ratio Constant, Ratio From, Ratio? To)
{
    public static LaneTerms Free(Exact rate) => new(rate, Ratio.Zero, Ratio.Zero, null);
}
