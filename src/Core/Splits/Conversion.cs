using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits;

/// <summary>One step of a conversion: a rate in the answer's currency per quote currency, and the quote amount it applies to.</summary>
/// <param name="Capacity">In the quote currency; null when unlimited.</param>
public readonly record struct ConversionStep(Ratio Rate, Ratio? Capacity);

/// <summary>
/// The cost or proceeds of a market's quote currency in the answer's currency, including the conversion's own cost. Steps get
/// worse one after another. All markets of one quote currency share one conversion, as they share its book. Not thread-safe.
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

    /// <summary>For a market quoted in the answer's currency.</summary>
    public static Conversion None => Endless(Ratio.One);

    /// <summary>The rate at the mid price, without cost: for comparing mids.</summary>
    public Ratio Mid { get; }

    /// <summary>Whether the full capacity of the conversion is known.</summary>
    public bool IsWhole { get; }

    /// <summary>
    /// Converts at the mid of a market of the two currencies, any amount and without cost; null when its book has no mid.
    /// </summary>
    public static Conversion? AtMid(OrderBook book, bool quoteIsBase) => MidOf(book, quoteIsBase) is { } mid
        ? Endless(mid)
        : null;

    /// <summary>
    /// Converts through the book of a market of the two currencies, including its taker fee; null when the book has no mid.
    /// </summary>
    /// <param name="side">Side of the order to be paid for: a buy obtains quote currency, a sell disposes of it.</param>
    /// <param name="quoteIsBase">Whether the market's base is the quote currency to convert, rather than the answer's currency.</param>
    /// <param name="fee">Must be flat; throws otherwise.</param>
    public static Conversion? Through(OrderBook book, Side side, bool quoteIsBase, TakerFee fee)
    {
        if (!fee.IsFlat)
        {
            throw new ArgumentException("a conversion's fee must not depend on the order", nameof(fee));
        }

        // To obtain the quote currency, buy it where it is the base, otherwise sell the answer's currency for it.
        var taken = (side == Side.Buy) == quoteIsBase ? Side.Buy : Side.Sell;
        var ladder = book.LadderFor(taken);
        return MidOf(book, quoteIsBase) is { } mid
            ? new Conversion(mid, ladder.IsWhole, ladder.Count, i => StepOf(Trade.Of(taken, book.LevelOf(ladder, i), fee), quoteIsBase))
            : null;
    }

    /// <summary>The step with this index; null after the last.</summary>
    public ConversionStep? StepAt(int index) => index < stepCount ? stepAt(index) : null;

    /// <summary>The value of this amount of the quote currency; null when it exceeds the capacity.</summary>
    public Ratio? Of(Ratio amount) => PlaceOf(amount) is { } place ? place.Sum + (amount - place.Before) * place.Step.Rate : null;

    /// <summary>The rate of the last part of this amount of the quote currency, which must be within the capacity.</summary>
    public Ratio RateAt(Ratio amount) => PlaceOf(amount)!.Value.Step.Rate;

    // Steps are summed once, only as far as needed.
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

    /// <summary>A step, with the amount converted before it and the value of that amount.</summary>
    private readonly record struct Place(ConversionStep Step, Ratio Before, Ratio Sum)
    {
        /// <summary>Null when unlimited.</summary>
        public Ratio? End => Step.Capacity is { } capacity ? Before + capacity : null;

        public Place Then(ConversionStep next) => new(
            next, (Before + Step.Capacity!.Value).Reduced(), (Sum + Step.Capacity.Value * Step.Rate).Reduced());
    }

    /// <summary>
    /// The trade of one level including the fee: an amount of base against an amount of quote of the conversion's market.
    /// </summary>
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
