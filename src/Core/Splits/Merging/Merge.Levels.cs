using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits.Merging;

/// <summary>
/// The fast part of a merge. At any time a merge has taken, in every lane, the levels up to one all-in price. So that price is
/// searched for and the levels up to it are summed per lane, instead of being taken one by one in order.
/// </summary>
internal sealed partial class Merge
{
    /// <summary>The search starts this far beyond the best price, relatively, and doubles the distance each time.</summary>
    private const double FirstReach = 1e-4;

    /// <summary>
    /// A probed price keeps this relative distance from every level's price, because doubles cannot distinguish closer ones.
    /// </summary>
    private const double Clearance = 1e-13;

    /// <summary>This part of a limit is left to exact steps: more than the error of sums in doubles.</summary>
    private const double Slack = 1e-9;

    /// <summary>Passes every level that certainly belongs to the result, so that few remain for exact steps.</summary>
    private void PassLevels(SplitUnit unit, double left, double target)
    {
        var search = new LevelSearch(this, unit, left - target * Slack);
        while (search.Continues)
        {
            search.Probe();
        }
    }

    /// <summary>Whether a lane may take only part of some level: an exact step takes it before anything more expensive.</summary>
    private bool EndsInPart(int lane) =>
        !IsOver(lane) && cursors[lane].EndPart > (cursors[lane].Levels == cursors[lane].End ? cursors[lane].Part : Ratio.Zero);

    /// <summary>What remains of a limit, in doubles and slightly reduced.</summary>
    private double RoomOf(int group) => groups[group].End is { } end
        ? ((end - QuoteOf(group)) * groups[group].Rate).ToDouble() * (1 - Slack)
        : double.PositiveInfinity;

    /// <summary>Searches for the price up to which the levels of all lanes certainly fit.</summary>
    private ref struct LevelSearch
    {
        private readonly Merge merge;
        private readonly SplitUnit unit;
        private readonly double[] rooms;
        private readonly int[] ends;
        private readonly int[] counts;
        private readonly LadderSum[] sums;
        private double left;
        private double low;
        private double high = double.PositiveInfinity;
        private double reach;

        public LevelSearch(Merge merge, SplitUnit unit, double left)
        {
            (this.merge, this.unit, this.left) = (merge, unit, left);
            rooms = new double[merge.groups.Length];
            for (var group = 0; group < rooms.Length; group++)
            {
                rooms[group] = merge.RoomOf(group);
            }

            (ends, counts, sums) = (new int[merge.lanes.Count], new int[merge.lanes.Count], new LadderSum[merge.lanes.Count]);
            low = double.PositiveInfinity;
            for (var lane = 0; lane < ends.Length; lane++)
            {
                ends[lane] = merge.IsOver(lane) ? merge.cursors[lane].Levels : Math.Max(merge.cursors[lane].End, merge.cursors[lane].Levels);
                if (merge.cursors[lane].Levels < ends[lane])
                {
                    low = Math.Min(low, merge.order.KeyOf(lane, merge.cursors[lane].Levels));
                }

                if (merge.EndsInPart(lane))
                {
                    high = Math.Min(high, merge.order.KeyOf(lane, ends[lane]));
                }
            }

            reach = Math.Abs(low) * FirstReach;
            if (double.IsFinite(high))
            {
                CountClear(ref high);
                counts.CopyTo(ends, 0);
            }
        }

        /// <summary>Whether more than one level is undecided and doubles can distinguish them.</summary>
        public readonly bool Continues
        {
            get
            {
                var open = 0;
                for (var lane = 0; lane < ends.Length; lane++)
                {
                    open += ends[lane] - merge.cursors[lane].Levels;
                }

                return left > 0 && open > (double.IsFinite(high) ? 1 : 0) && high - low > Math.Abs(low) * Clearance * 100;
            }
        }

        /// <summary>Takes the levels up to a price if they fit; otherwise they bound the search.</summary>
        public void Probe()
        {
            var price = double.IsFinite(high) ? low + (high - low) / 2 : low + reach;
            reach *= 2;
            CountClear(ref price);
            if (Fits())
            {
                low = Math.Max(low, price);
                Take();
            }
            else
            {
                high = price;
                counts.CopyTo(ends, 0);
            }
        }

        /// <summary>
        /// Counts every lane's levels up to a price, or to a slightly better one that keeps its distance from all levels.
        /// </summary>
        private readonly void CountClear(ref double price)
        {
            while (!Count(price))
            {
                price -= Math.Abs(price) * Clearance * 10;
            }
        }

        /// <summary>Counts every lane's levels up to a price; false when a level is too close to it.</summary>
        private readonly bool Count(double price)
        {
            for (var lane = 0; lane < counts.Length; lane++)
            {
                var (from, to) = (merge.cursors[lane].Levels, ends[lane]);
                while (from < to)
                {
                    var middle = (from + to) / 2;
                    (from, to) = merge.order.KeyOf(lane, middle) <= price ? (middle + 1, to) : (from, middle);
                }

                counts[lane] = from;
                if (IsNear(lane, from - 1, price) || IsNear(lane, from, price))
                {
                    return false;
                }
            }

            return true;
        }

        private readonly bool IsNear(int lane, int level, double price) =>
            level >= merge.cursors[lane].Levels && level < merge.lanes[lane].Ladder.Count
            && Math.Abs(merge.order.KeyOf(lane, level) - price) <= Math.Abs(price) * Clearance;

        private readonly bool Fits()
        {
            var measure = 0.0;
            Span<double> paid = stackalloc double[rooms.Length];
            for (var lane = 0; lane < counts.Length; lane++)
            {
                if (counts[lane] == merge.cursors[lane].Levels)
                {
                    continue;
                }

                sums[lane] = merge.SumTo(lane, counts[lane]);
                paid[merge.lanes[lane].Group] += sums[lane].Paid;
                measure += unit == SplitUnit.Quote ? sums[lane].Paid : sums[lane].Received;
                if (measure > left || paid[merge.lanes[lane].Group] > rooms[merge.lanes[lane].Group])
                {
                    return false;
                }
            }

            return true;
        }

        private void Take()
        {
            for (var lane = 0; lane < counts.Length; lane++)
            {
                ref var cursor = ref merge.cursors[lane];
                if (counts[lane] == cursor.Levels)
                {
                    continue;
                }

                left -= unit == SplitUnit.Quote ? sums[lane].Paid : sums[lane].Received;
                rooms[merge.lanes[lane].Group] -= sums[lane].Paid;
                (cursor.Levels, cursor.Amount, cursor.Quantity, cursor.Part) = (counts[lane], sums[lane].Amount, sums[lane].Quantity, Ratio.Zero);
                merge.TookTo(lane);
            }
        }
    }
}

/// <summary>Sums of a lane's whole levels as integers, and what taking them adds in the answer's currency and in base.</summary>
internal readonly record struct LadderSum(UInt128 Amount, UInt128 Quantity, double Paid, double Received);
