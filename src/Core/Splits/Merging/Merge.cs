using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits.Merging;

/// <summary>
/// Takes the cheapest quantity next over all lanes (for a sell the dearest), all-in and converted, until an amount or a quantity is
/// reached: docs/metrics.md 2.1, MERGE. Exact: levels are passed with doubles in hand, and wherever doubles cannot tell, quotients of
/// integers do. Nothing is allocated per level passed.
/// </summary>
internal sealed partial class Merge
{
    private readonly IReadOnlyList<Lane> lanes;
    private readonly LaneCursor[] cursors;
    private readonly GroupCursor[] groups;
    private readonly LaneQueue order;
    private (int Lane, int Level, Ratio Rate, double Key)? last;

    public Merge(IReadOnlyList<Lane> lanes, IReadOnlyList<Conversion> conversions)
    {
        this.lanes = lanes;
        cursors = [.. lanes.Select(LaneCursor.Start)];
        groups = [.. conversions.Select(conversion => new GroupCursor(conversion))];
        order = new LaneQueue(lanes);
        for (var group = 0; group < groups.Length; group++)
        {
            Convert(group);
        }
    }

    private Merge(Merge other)
    {
        lanes = other.lanes;
        cursors = [.. other.cursors];
        groups = [.. other.groups];
        order = other.order.Copy();
        last = other.last;
    }

    public IReadOnlyList<Lane> Lanes => lanes;

    public ReadOnlySpan<LaneCursor> Cursors => cursors;

    /// <summary>All-in price of the last quantity taken, in the answer's currency per base: λ of the certificate; null when nothing was.</summary>
    public Ratio? Marginal => last is { } taken ? lanes[taken.Lane].QuotePriceOf(taken.Level) * taken.Rate : null;

    /// <summary>Whether what lanes must take at least can be converted at all.</summary>
    public bool IsFeasible { get; private set; } = true;

    /// <summary>A merge that goes on from here on its own.</summary>
    public Merge Copy() => new(this);

    /// <summary>What was taken comes to in the answer's currency, fees and conversion included.</summary>
    public Ratio Amount()
    {
        var sum = Ratio.Zero;
        for (var group = 0; group < groups.Length; group++)
        {
            sum += groups[group].Conversion.Of(QuoteOf(group)) ?? throw new InvalidOperationException("more was taken than can be converted");
        }

        return sum;
    }

    /// <summary>Base received by a buy, or given by a sell.</summary>
    public Ratio Quantity()
    {
        var sum = Ratio.Zero;
        for (var i = 0; i < cursors.Length; i++)
        {
            sum += cursors[i].QuantityOf(lanes[i]) * lanes[i].Yield;
        }

        return sum;
    }

    /// <summary>All-in price at a lane's level now, in the answer's currency per base.</summary>
    public Ratio PriceOf(int lane, int level) => lanes[lane].QuotePriceOf(level) * RateOf(lane);

    /// <summary>All-in price of the last level that a lane was taken from, at what its quote currency was worth then.</summary>
    public Ratio LastPriceOf(int lane) => lanes[lane].QuotePriceOf(cursors[lane].LevelsUsed - 1) * groups[lanes[lane].Group].Conversion.RateAt(QuoteOf(lanes[lane].Group));

    /// <summary>Whether a lane's quote currency cannot be converted any more.</summary>
    public bool IsOver(int lane) => groups[lanes[lane].Group].IsOver;

    /// <summary>What a lane's quote currency is worth now, in the answer's currency.</summary>
    public Ratio RateOf(int lane) => groups[lanes[lane].Group].Rate;

    /// <summary>Goes on until so much is reached; false when the lanes end before. Targets must not fall from call to call.</summary>
    public bool Run(SplitUnit unit, Ratio target)
    {
        while (true)
        {
            var left = target - (unit == SplitUnit.Quote ? Amount() : Quantity());
            if (left.Numerator.Sign <= 0)
            {
                return left.IsZero;
            }

            PassLevels(unit, left.ToDouble(), target.ToDouble());
            order.Sort(cursors);
            if (order.Count == 0)
            {
                return false;
            }

            if (TakeNext(order.First, unit, target - (unit == SplitUnit.Quote ? Amount() : Quantity())))
            {
                return true;
            }
        }
    }

    /// <summary>One exact step in the lane that is next: its level, or what the target or the conversion leaves of it. True at the target.</summary>
    private bool TakeNext(int lane, SplitUnit unit, Ratio left)
    {
        ref var cursor = ref cursors[lane];
        var (terms, group) = (lanes[lane], lanes[lane].Group);
        var quote = terms.PriceOf(cursor.Levels) * terms.QuotePerAmount;
        var available = cursor.Available(terms);
        var wanted = unit == SplitUnit.Quote ? left / (quote * groups[group].Rate) : left / terms.Yield;
        var convertible = groups[group].End is { } end ? Ratio.Max(Ratio.Zero, end - QuoteOf(group)) / quote : available;
        var taken = Ratio.Min(wanted, Ratio.Min(available, convertible));
        if (taken.IsPositive)
        {
            last = (lane, cursor.Levels, groups[group].Rate, order.KeyOf(lane, cursor.Levels));
        }

        if (taken.CompareTo(available) == 0)
        {
            TakeAvailable(ref cursor, terms);
        }
        else
        {
            cursor.Part = (cursor.Part + taken).Reduced();
        }

        if (taken.CompareTo(wanted) == 0)
        {
            return true;
        }

        if (taken.CompareTo(available) != 0)
        {
            Convert(group);
        }

        return false;
    }

    private static void TakeAvailable(ref LaneCursor cursor, Lane lane)
    {
        if (cursor.Levels < cursor.End)
        {
            cursor.TakeLevel(lane);
        }
        else
        {
            cursor.Part = cursor.EndPart;
        }
    }

    /// <summary>A lane's sums with so many whole levels, and what that is more than now.</summary>
    private LadderSum SumTo(int lane, int levels)
    {
        ref var cursor = ref cursors[lane];
        var sum = new LadderCursor(lanes[lane].Ladder, cursor.Levels, cursor.Amount, cursor.Quantity);
        sum.PassTo(levels);
        var quantity = (double)(sum.Quantity - cursor.Quantity);
        var paid = (double)(sum.Amount - cursor.Amount);
        if (!cursor.Part.IsZero)
        {
            var part = (cursor.Part / lanes[lane].QuantityOf(cursor.Levels)).ToDouble() * lanes[lane].Ladder.Quantities[cursor.Levels];
            quantity -= part;
            paid -= part * lanes[lane].Ladder.Prices[cursor.Levels];
        }

        var received = order.YieldOf(lane);
        return new LadderSum(sum.Amount, sum.Quantity, paid * Math.Abs(order.WeightOf(lane)) * received, quantity * received);
    }

    // The dearest of all, for a sell the cheapest, is the last.
    private void TookTo(int lane)
    {
        var level = cursors[lane].Levels - 1;
        var key = order.KeyOf(lane, level);
        if (last is not { } before || key > before.Key)
        {
            last = (lane, level, RateOf(lane), key);
        }
    }

    private Ratio QuoteOf(int group) => Allotment.QuoteOf(lanes, cursors, group);

    // Moves a conversion to the step that what was taken has come to; without one its lanes are over.
    private void Convert(int group)
    {
        var quote = QuoteOf(group);
        while (groups[group].End is { } end && quote >= end && groups[group].Next())
        {
        }

        if (groups[group].IsOver)
        {
            IsFeasible &= quote <= groups[group].End;
        }

        for (var i = 0; i < lanes.Count; i++)
        {
            if (lanes[i].Group == group)
            {
                order.Weigh(i, groups[group].Rate, groups[group].IsOver);
            }
        }
    }
}
