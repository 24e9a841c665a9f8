using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits.Merging;

/// <summary>
/// The lanes with something remaining, the best next all-in price first; ties are in list order. Keys are doubles, ascending
/// for both sides; keys that are too close are compared exactly.
/// </summary>
internal sealed class LaneQueue
{
    /// <summary>Keys within this relative distance are compared exactly; a key is three roundings away from its price.</summary>
    private const double KeyTolerance = 1e-14;

    private readonly IReadOnlyList<Lane> lanes;
    private readonly int[] order;
    private readonly double[] keys;
    private readonly double[] weights;
    private readonly double[] yields;
    private readonly Ratio[] rates;
    private readonly int[] levels;
    private readonly bool[] isOver;

    public LaneQueue(IReadOnlyList<Lane> lanes)
    {
        this.lanes = lanes;
        (order, keys, weights, yields) = (new int[lanes.Count], new double[lanes.Count], new double[lanes.Count], new double[lanes.Count]);
        (rates, levels, isOver) = (new Ratio[lanes.Count], new int[lanes.Count], new bool[lanes.Count]);
        for (var i = 0; i < lanes.Count; i++)
        {
            yields[i] = lanes[i].Yield.ToDouble() / Math.Pow(10, lanes[i].Market.Book.QuantityScale);
        }
    }

    private LaneQueue(LaneQueue other)
    {
        (lanes, yields, Count) = (other.lanes, other.yields, other.Count);
        (order, keys, weights) = ([.. other.order], [.. other.keys], [.. other.weights]);
        (rates, levels, isOver) = ([.. other.rates], [.. other.levels], [.. other.isOver]);
    }

    public int Count { get; private set; }

    public int First => order[0];

    /// <summary>Key of a lane's level: its all-in price, negated for a sell, apart from rounding.</summary>
    public double KeyOf(int lane, int level) => weights[lane] * lanes[lane].Ladder.Prices.ToDouble(level);

    /// <summary>Key of a lane's level per integer price.</summary>
    public double WeightOf(int lane) => weights[lane];

    /// <summary>Base received or given per integer quantity of a lane's level.</summary>
    public double YieldOf(int lane) => yields[lane];

    public LaneQueue Copy() => new(this);

    /// <summary>Sets the value of a lane's quote currency; a lane that can no longer be converted is over.</summary>
    public void Weigh(int lane, Ratio rate, bool over)
    {
        (rates[lane], isOver[lane]) = (rate, over);
        var factor = (lanes[lane].QuotePerAmount / lanes[lane].Yield * rate).ToDouble() / Math.Pow(10, lanes[lane].Market.Book.PriceScale);
        weights[lane] = lanes[lane].Side == Side.Buy ? factor : -factor;
    }

    /// <summary>Sorts all lanes again.</summary>
    public void Sort(ReadOnlySpan<LaneCursor> cursors)
    {
        Count = 0;
        for (var lane = 0; lane < lanes.Count; lane++)
        {
            if (!isOver[lane] && !cursors[lane].IsAtEnd)
            {
                Key(lane, cursors[lane]);
                Insert(lane, Count);
                Count++;
            }
        }
    }

    private void Key(int lane, in LaneCursor cursor)
    {
        levels[lane] = cursor.Levels;
        keys[lane] = KeyOf(lane, cursor.Levels);
    }

    private void Insert(int lane, int place)
    {
        while (place > 0 && Precedes(lane, order[place - 1]))
        {
            order[place] = order[place - 1];
            place--;
        }

        order[place] = lane;
    }

    private bool Precedes(int lane, int other)
    {
        var difference = keys[lane] - keys[other];
        if (Math.Abs(difference) > Math.Abs(keys[other]) * KeyTolerance)
        {
            return difference < 0;
        }

        var comparison = ComparePrices(lane, other);
        return comparison != 0 ? (comparison < 0) == (lanes[lane].Side == Side.Buy) : lane < other;
    }

    private int ComparePrices(int lane, int other)
    {
        var (left, right) = (lanes[lane], lanes[other]);
        if (left.PricesLike(right))
        {
            return Exact.FromScaled(left.Ladder.Prices[levels[lane]], left.Market.Book.PriceScale)
                .CompareTo(Exact.FromScaled(right.Ladder.Prices[levels[other]], right.Market.Book.PriceScale));
        }

        return (left.QuotePriceOf(levels[lane]) * rates[lane]).CompareTo(right.QuotePriceOf(levels[other]) * rates[other]);
    }
}
