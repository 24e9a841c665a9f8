using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits.Merging;

/// <summary>
/// Takes the cheapest quantity over all lanes next (for a sell the most expensive), all-in and converted, until an amount or a
/// quantity is reached: docs/metrics.md 2.1, MERGE. Exact: levels are passed using doubles, and wherever doubles cannot decide,
/// quotients of integers do. Nothing is allocated per level passed.
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

    /// <summary>
    /// All-in price of the last quantity taken, in the answer's currency per base: λ of the certificate; null when nothing was
    /// taken.
    /// </summary>
    public Ratio? Marginal => last is { } taken ? lanes[taken.Lane].QuotePriceOf(taken.Level) * taken.Rate : null;

    /// <summary>Whether the lanes' minimum quantities can be converted.</summary>
    public bool IsFeasible { get; private set; } = true;

    /// <summary>An independent merge that continues from this state.</summary>
    public Merge Copy() => new(this);

    /// <summary>The total in the answer's currency, including fees and conversion.</summary>
    public Ratio Amount()
    {
        var sum = Ratio.Zero;
        for (var group = 0; group < groups.Length; group++)
        {
            sum += groups[group].Conversion.Of(QuoteOf(group)) ?? throw new InvalidOperationException("the amount taken exceeds what can be converted");
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

    /// <summary>Current all-in price of a lane's level, in the answer's currency per base.</summary>
    public Ratio PriceOf(int lane, int level) => lanes[lane].QuotePriceOf(level) * RateOf(lane);

    /// <summary>All-in price of the last level taken from a lane, at the value that its quote currency had then.</summary>
    public Ratio LastPriceOf(int lane) => lanes[lane].QuotePriceOf(cursors[lane].LevelsUsed - 1) * groups[lanes[lane].Group].Conversion.RateAt(QuoteOf(lanes[lane].Group));

    /// <summary>Whether a lane's quote currency can no longer be converted.</summary>
    public bool IsOver(int lane) => groups[lanes[lane].Group].IsOver;

    /// <summary>Current value of a lane's quote currency, in the answer's currency.</summary>
    public Ratio RateOf(int lane) => groups[lanes[lane].Group].Rate;

    /// <summary>Continues until the target is reached; false when the lanes end first. Targets must not decrease between calls.</summary>
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

    /// <summary>
    /// One exact step in the next lane: its level, or the part that target or conversion allows. True when the target is
    /// reached.
    /// </summary>
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

    /// <summary>A lane's sums with this number of whole levels, and the increase from now.</summary>
    private LadderSum SumTo(int lane, int levels)
    {
        ref var cursor = ref cursors[lane];
        var sum = new LadderCursor(lanes[lane].Ladder, cursor.Levels, cursor.Amount, cursor.Quantity);
        sum.PassTo(levels);
        var quantity = (double)(sum.Quantity - cursor.Quantity);
        var paid = (double)(sum.Amount - cursor.Amount);
        if (!cursor.Part.IsZero)
        {
            var part = (cursor.Part / lanes[lane].QuantityOf(cursor.Levels)).ToDouble() * lanes[lane].Ladder.Quantities.ToDouble(cursor.Levels);
            quantity -= part;
            paid -= part * lanes[lane].Ladder.Prices.ToDouble(cursor.Levels);
        }

        var received = order.YieldOf(lane);
        return new LadderSum(sum.Amount, sum.Quantity, paid * Math.Abs(order.WeightOf(lane)) * received, quantity * received);
    }

    // The most expensive of all, for a sell the cheapest, is the last.
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

    // Moves a conversion to the step that the amount taken has reached; when there is none, its lanes are over.
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
