using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits;

/// <summary>So much of the answer's currency for one of the quote currency, for up to this much of the quote currency.</summary>
/// <param name="Capacity">In the quote currency; null when it has no end.</param>
public readonly record struct ConversionStep(Ratio Rate, Ratio? Capacity);

/// <summary>
/// What a market's quote currency costs, or brings, in the currency of the answer, the conversion's own cost included. Its steps
/// get worse from one to the next. All markets of one quote currency share one conversion, as they share its book.
/// Not for several threads at once.
/// </summary>
public sealed class Conversion
{
    private readonly int stepCount;
    private readonly Func<int, ConversionStep> stepAt;
    private readonly List<Place> places = [];

    private Conversion(Ratio mid, bool isWhole, int stepCount, Func<int, ConversionStep> stepAt)
    {
        (Mid, IsWhole) = (mid, isWhole);
        (this.stepCount, this.stepAt) = (stepCount, stepAt);
    }

    /// <summary>Of a market that is quoted in the answer's currency.</summary>
    public static Conversion None => Endless(Ratio.One);

    /// <summary>The rate between bid and ask, without cost: for comparing mids.</summary>
    public Ratio Mid { get; }

    /// <summary>Whether all there is to convert with is known.</summary>
    public bool IsWhole { get; }

    /// <summary>At the mid of a market of the two currencies, any amount and free of cost; null when its book has no mid.</summary>
    public static Conversion? AtMid(OrderBook book, bool quoteIsBase) => MidOf(book, quoteIsBase) is { } mid
        ? Endless(mid)
        : null;

    /// <summary>Through the book of a market of the two currencies, its taker's fee included; null when the book has no mid.</summary>
    /// <param name="side">Of the order that is to be paid for: a buy obtains quote currency, a sell gives it away.</param>
    /// <param name="quoteIsBase">Whether the market's base is the quote currency to be converted, or the answer's.</param>
    /// <param name="fee">Flat; throws otherwise.</param>
    public static Conversion? Through(OrderBook book, Side side, bool quoteIsBase, TakerFee fee)
    {
        if (!fee.IsFlat)
        {
            throw new ArgumentException("a conversion's fee must not depend on the order", nameof(fee));
        }

        // To obtain the quote currency one buys it where it is the base, else sells the answer's currency for it.
        var taken = (side == Side.Buy) == quoteIsBase ? Side.Buy : Side.Sell;
        var ladder = book.LadderFor(taken);
        return MidOf(book, quoteIsBase) is { } mid
            ? new Conversion(mid, ladder.IsWhole, ladder.Count, i => StepOf(Trade.Of(taken, book.LevelOf(ladder, i), fee), quoteIsBase))
            : null;
    }

    /// <summary>The step that follows so many others; null after the last.</summary>
    public ConversionStep? StepAt(int index) => index < stepCount ? stepAt(index) : null;

    /// <summary>What this much of the quote currency comes to; null when there is not that much to convert with.</summary>
    public Ratio? Of(Ratio amount) => PlaceOf(amount) is { } place ? place.Sum + (amount - place.Before) * place.Step.Rate : null;

    /// <summary>Rate of the last part of this much of the quote currency, of which there is that much.</summary>
    public Ratio RateAt(Ratio amount) => PlaceOf(amount)!.Value.Step.Rate;

    // Steps are summed up once, as far as anybody comes.
    private Place? PlaceOf(Ratio amount)
    {
        while (places.Count == 0 ? StepAt(0) is not null : places[^1].End < amount && StepAt(places.Count) is not null)
        {
            var step = StepAt(places.Count)!.Value;
            places.Add(places.Count == 0 ? new Place(step, Ratio.Zero, Ratio.Zero) : places[^1].Then(step));
        }

        var (low, high) = (0, places.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = places[middle].End < amount ? (middle + 1, high) : (low, middle);
        }

        return low < places.Count ? places[low] : null;
    }

    private static Conversion Endless(Ratio rate) => new(rate, isWhole: true, 1, _ => new ConversionStep(rate, null));

    private static ConversionStep StepOf(Trade trade, bool quoteIsBase)
    {
        var (quote, currency) = quoteIsBase ? (trade.Base, trade.Quote) : (trade.Quote, trade.Base);
        return new ConversionStep(currency / quote, quote);
    }

    private static Ratio? MidOf(OrderBook book, bool quoteIsBase) =>
        book.Mid is not { } mid ? null : quoteIsBase ? mid : Ratio.One / mid;

    /// <summary>A step, with what those before it convert and what that comes to.</summary>
    private readonly record struct Place(ConversionStep Step, Ratio Before, Ratio Sum)
    {
        /// <summary>Null when it has no end.</summary>
        public Ratio? End => Step.Capacity is { } capacity ? Before + capacity : null;

        public Place Then(ConversionStep next) => new(
            next, (Before + Step.Capacity!.Value).Reduced(), (Sum + Step.Capacity.Value * Step.Rate).Reduced());
    }

    /// <summary>What one level changes hands, the fee included: so much base against so much quote of the conversion's market.</summary>
    private readonly record struct Trade(Ratio Base, Ratio Quote)
    {
        public static Trade Of(Side taken, Level level, TakerFee fee)
        {
            Ratio quantity = level.Quantity;
            var amount = quantity * level.Price;
            Ratio rate = fee.Brackets[0].Rate;
            return (taken, fee.In) switch
            {
                (Side.Sell, _) => new Trade(quantity, amount * (Ratio.One - rate)),
                (_, FeeIn.Quote) => new Trade(quantity, amount * (Ratio.One + rate)),
                _ => new Trade(quantity * (Ratio.One - rate), amount),
            };
        }
    }
}
