using System.Numerics;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits.Merging;

namespace OrderBookSilo.Core.Splits.Lots;

/// <summary>
/// The lots near a merge's result, for package-merge. In every lane, some optimal choice of whole lots lies within (number of
/// lanes) × (largest step) of an optimal divisible one. Otherwise a largest step, which every step divides, could be moved from
/// a lane above to one below at no extra cost. So only these lots are considered.
/// </summary>
internal sealed class LotChain
{
    private readonly IReadOnlyList<Lane> lanes;
    private readonly Ratio[] low;
    private readonly LotLane[] lots;
    private readonly Int128 lowTotal;

    /// <summary>The lanes must form a chain: <see cref="IsOne"/>.</summary>
    public LotChain(Merge merge, Ratio[] wanted)
    {
        lanes = merge.Lanes;
        Smallest = lanes.Min(lane => lane.Step);
        var reach = (Ratio)lanes.Max(lane => lane.Step) * (Exact)lanes.Count;
        var unit = new LotUnit(merge);
        (low, lots) = (new Ratio[lanes.Count], new LotLane[lanes.Count]);
        for (var i = 0; i < lots.Length; i++)
        {
            var step = lanes[i].Step;
            low[i] = Ratio.Max(lanes[i].Terms.From, (wanted[i] - reach).Steps(step) * (Ratio)step);
            var high = (wanted[i] + reach).Steps(step) * (Ratio)step;
            lots[i] = new LotLane((Int128)((Ratio)step).Steps(Smallest), [.. unit.Runs(i, merge.Cursors[i], low[i], high)]);
            lowTotal += (Int128)low[i].Steps(Smallest);
        }
    }

    /// <summary>The step that every other step is a multiple of, in base.</summary>
    public Exact Smallest { get; }

    /// <summary>Whether every step divides every larger one, and ordered base equals received base.</summary>
    public static bool IsOne(IReadOnlyList<Lane> lanes)
    {
        var steps = lanes.Select(lane => lane.Step).Distinct().Order().ToList();
        return lanes.All(lane => lane.Yield.CompareTo(Ratio.One) == 0)
            && steps.Zip(steps.Skip(1)).All(pair => ((Ratio)pair.Second / pair.First).IsWhole);
    }

    /// <summary>The optimal order quantities that add up to this number of smallest lots; null when none do.</summary>
    public Ratio[]? Solve(Int128 total)
    {
        if (total < lowTotal || PackageMerge.Solve(lots, total - lowTotal) is not { } taken)
        {
            return null;
        }

        return [.. taken.Select((count, i) => low[i] + (BigInteger)count * (Ratio)lanes[i].Step)];
    }

    /// <summary>Costs of all lanes' lots as integers of one unit; a sell's are negative.</summary>
    private sealed class LotUnit
    {
        private readonly IReadOnlyList<Lane> lanes;
        private readonly int quantityScale;
        private readonly BigInteger[] weights;

        public LotUnit(Merge merge)
        {
            lanes = merge.Lanes;
            quantityScale = lanes.Max(lane => Math.Max(lane.Market.Book.QuantityScale, lane.Step.Scale));
            var factors = lanes.Select((lane, i) => lane.QuotePerAmount * merge.RateOf(i) / new Ratio(BigPowersOfTen.Of(lane.Market.Book.PriceScale), 1)).ToList();
            var common = factors.Aggregate(BigInteger.One, (sum, factor) => sum / BigInteger.GreatestCommonDivisor(sum, factor.Denominator) * factor.Denominator);
            weights = [.. factors.Select((factor, i) => factor.Numerator * (common / factor.Denominator) * (lanes[i].Side == Side.Buy ? 1 : -1))];
        }

        public IEnumerable<LotRun> Runs(int index, LaneCursor cursor, Ratio from, Ratio to)
        {
            var lane = lanes[index];
            cursor.MoveTo(lane, from);
            var step = lane.Step.AtScale(quantityScale);
            var left = (Int128)((to - from).Steps(lane.Step)) * step;
            var inLevel = Units(cursor.Available(lane));
            while (left > 0 && !cursor.IsAtEnd)
            {
                var whole = Int128.Min(inLevel, left) / step;
                if (whole > 0)
                {
                    yield return new LotRun(Cost(index, cursor.Levels, step), whole);
                    (inLevel, left) = (inLevel - whole * step, left - whole * step);
                    cursor.Part += Exact.FromScaled(whole * step, quantityScale);
                    continue;
                }

                if (Straddle(index, ref cursor, ref inLevel, step) is not { } cost)
                {
                    yield break;
                }

                yield return new LotRun(cost, 1);
                left -= step;
            }
        }

        // One lot across several levels; null when the levels end first.
        private BigInteger? Straddle(int index, ref LaneCursor cursor, ref Int128 inLevel, Int128 step)
        {
            var lane = lanes[index];
            var cost = BigInteger.Zero;
            while (step > 0)
            {
                var part = Int128.Min(inLevel, step);
                cost += part == 0 ? 0 : Cost(index, cursor.Levels, part);
                (inLevel, step) = (inLevel - part, step - part);
                cursor.Part += Exact.FromScaled(part, quantityScale);
                if (inLevel > 0)
                {
                    continue;
                }

                if (cursor.Levels < cursor.End)
                {
                    cursor.TakeLevel(lane);
                    inLevel = Units(cursor.Available(lane));
                }

                if (step > 0 && inLevel == 0)
                {
                    return null;
                }
            }

            return cost;
        }

        private BigInteger Cost(int index, int level, Int128 quantity) => weights[index] * lanes[index].Ladder.Prices[level] * quantity;

        private Int128 Units(Ratio quantity) => (Int128)quantity.Steps(Exact.FromScaled(1, quantityScale));
    }
}
