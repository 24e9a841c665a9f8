using OrderBookSilo.Core.Costs;

namespace OrderBookSilo.Core.Splits;

/// <summary>The quick part of a merge: whole levels, as long as there is no doubt that they are to be taken.</summary>
internal sealed partial class Merge
{
    /// <summary>Passes levels; returns the lane whose next step must be exact, null when all lanes are at their end.</summary>
    private int? PassLevels(SplitUnit unit, double left, double slack)
    {
        var convertible = new double[groups.Length];
        for (var group = 0; group < groups.Length; group++)
        {
            convertible[group] = groups[group].End is { } end
                ? ((end - QuoteOf(group)) * groups[group].Rate).ToDouble() * (1 - Slack)
                : double.PositiveInfinity;
        }

        left -= slack;
        while (order.Count > 0)
        {
            var lane = order.First;
            ref var cursor = ref cursors[lane];
            if (!cursor.Part.IsZero || cursor.Levels == cursor.End)
            {
                return lane;
            }

            var bound = order.Bound;
            var limits = new Limits(bound, left, convertible[lanes[lane].Group]);
            if (!Pass(lane, ref cursor, unit, ref limits))
            {
                return lane;
            }

            (left, convertible[lanes[lane].Group]) = (limits.Left, limits.Convertible);
            order.PlaceFirst(cursor);
        }

        return null;
    }

    /// <summary>Passes the lane's levels up to the bound; false when a limit came first, so that the next level takes an exact step.</summary>
    private bool Pass(int lane, ref LaneCursor cursor, SplitUnit unit, ref Limits limits)
    {
        var ladder = lanes[lane].Ladder;
        var prices = ladder.Prices;
        var quantities = ladder.Quantities[..prices.Length];
        var (weight, yield) = (order.WeightOf(lane), order.YieldOf(lane));
        var (level, amount, quantity) = (cursor.Levels, cursor.Amount, cursor.Quantity);
        var first = level;
        var isWithin = true;
        for (; level < cursor.End; level++)
        {
            var key = weight * prices[level];
            if (key > limits.Bound)
            {
                break;
            }

            var received = yield * quantities[level];
            var paid = Math.Abs(key) * received;
            var measure = unit == SplitUnit.Quote ? paid : received;
            if (measure > limits.Left || paid > limits.Convertible)
            {
                isWithin = false;
                break;
            }

            limits.Left -= measure;
            limits.Convertible -= paid;
            amount = unchecked(amount + LadderCursor.Product(prices[level], quantities[level]));
            quantity = unchecked(quantity + (ulong)quantities[level]);
        }

        (cursor.Levels, cursor.Amount, cursor.Quantity) = (level, amount, quantity);
        if (level > first)
        {
            last = (lane, level - 1, groups[lanes[lane].Group].Rate);
        }

        return isWithin;
    }

    private ref struct Limits(double bound, double left, double convertible)
    {
        public readonly double Bound = bound;
        public double Left = left;
        public double Convertible = convertible;
    }
}
