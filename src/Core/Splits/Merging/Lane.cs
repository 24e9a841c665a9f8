using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits.Merging;

/// <summary>
/// One market's ladder under one flat rate, with the order quantities that are allowed: what a merge works on. docs/metrics.md 2,
/// C_v and its box.
/// </summary>
internal sealed class Lane
{
    private static readonly Exact FinestStep = Exact.FromScaled(1, Exact.QuotientScale);

    /// <param name="index">Of the market in the order's list.</param>
    /// <param name="group">Of the markets that share a conversion.</param>
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

    /// <summary>Quote paid by a buy, or received by a sell, for an amount of 1 in the book, the fee included.</summary>
    public Ratio QuotePerAmount { get; }

    /// <summary>Base that an ordered base of 1 brings or takes; less than 1 where a buy's fee is taken from it.</summary>
    public Ratio Yield { get; }

    /// <summary>What the order quantity is a multiple of.</summary>
    public Exact Step => Market.QuantityStep ?? FinestStep;

    public int AmountScale => Market.Book.PriceScale + Market.Book.QuantityScale;

    public Ratio PriceOf(int level) => new(Ladder.Prices[level], BigPowersOfTen.Of(Market.Book.PriceScale));

    public Ratio QuantityOf(int level) => new(Ladder.Quantities[level], BigPowersOfTen.Of(Market.Book.QuantityScale));

    /// <summary>All-in price of one base at a level in quote: p(1+f), p/(1-f) or p(1-f).</summary>
    public Ratio QuotePriceOf(int level) => PriceOf(level) * QuotePerAmount / Yield;

    /// <summary>Whether the same prices mean the same all-in prices on both.</summary>
    public bool PricesLike(Lane other) => Group == other.Group
        && QuotePerAmount.CompareTo(other.QuotePerAmount) == 0 && Yield.CompareTo(other.Yield) == 0;
}

/// <summary>The rate of a lane and the order quantities that it holds for.</summary>
/// <param name="Rate">The taker's rate, a fraction.</param>
/// <param name="Constant">Quote that is paid besides, whatever the quantity: brackets below the one that the rate is of.</param>
/// <param name="From">Smallest order quantity, in base.</param>
/// <param name="To">Largest, null when the ladder is the limit.</param>
internal readonly record struct LaneTerms(Exact Rate, Ratio Constant, Ratio From, Ratio? To)
{
    public static LaneTerms Free(Exact rate) => new(rate, Ratio.Zero, Ratio.Zero, null);
}
