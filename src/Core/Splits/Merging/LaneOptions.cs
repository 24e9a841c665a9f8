using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits.Merging;

/// <summary>
/// The quantities that a market may be given: nothing, or a quantity within one bracket of its fee and at least its minimums.
/// docs/metrics.md 2.3 and 2.4.
/// </summary>
internal sealed class LaneOptions
{
    /// <summary>More base than any ladder can hold.</summary>
    private static readonly Ratio Beyond = (Ratio)BigPowersOfTen.Of(LadderRange.ExponentMax + 1);

    private readonly int index;
    private readonly int group;
    private readonly SplitMarket market;
    private readonly Side side;
    private readonly Lane bare;
    private readonly Lazy<Ratio> depth;
    private readonly Lazy<Ratio> least;

    public LaneOptions(int index, SplitMarket market, Side side, int group)
    {
        (this.index, this.market, this.side, this.group) = (index, market, side, group);
        bare = new Lane(index, market, side, group, LaneTerms.Free(Exact.Zero));
        (depth, least) = (new Lazy<Ratio>(DepthOf), new Lazy<Ratio>(LeastOf));
        Relaxed = new Lane(index, market, side, group, LaneTerms.Free(market.Fee.Brackets.Min(bracket => bracket.Rate)));
    }

    /// <summary>Any quantity at the lowest rate: at least as good as anything allowed.</summary>
    public Lane Relaxed { get; }

    /// <summary>Whether a quantity of the relaxed lane is also valid on the market at its real fee.</summary>
    public bool Allows(Ratio quantity) =>
        quantity.IsZero || (market.Fee.IsFlat && quantity >= least.Value);

    /// <summary>Every bracket as a separate lane, the one containing this quantity first.</summary>
    public IReadOnlyList<Lane> Brackets(Ratio quantity)
    {
        var lanes = new List<Lane>();
        for (var i = 0; i < market.Fee.Brackets.Count; i++)
        {
            var from = Ratio.Max(least.Value, Up(At(market.Fee.Brackets[i].From)));
            var to = i + 1 < market.Fee.Brackets.Count ? QuantityBefore(market.Fee.Brackets[i + 1].From) : depth.Value;
            if (from <= to)
            {
                lanes.Add(new Lane(index, market, side, group, new LaneTerms(market.Fee.Brackets[i].Rate, ConstantOf(i), from, to)));
            }
        }

        return [.. lanes.OrderBy(lane => quantity < lane.Terms.From || quantity > lane.Terms.To)];
    }

    // Slices below the bracket pay their own rates: r·C + constant is the fee within it.
    private Ratio ConstantOf(int bracket)
    {
        if (market.Fee.Basis != FeeBasis.OrderMarginal)
        {
            return Ratio.Zero;
        }

        var from = market.Fee.Brackets[bracket].From;
        Ratio constant = market.Fee.On(from) - from * market.Fee.Brackets[bracket].Rate;
        return side == Side.Buy ? constant : -constant;
    }

    // A minimum larger than the ladder cannot be met.
    private Ratio LeastOf() => Ratio.Max(Up(market.QuantityMin ?? Exact.Zero), Up(At(market.NotionalMin ?? Exact.Zero)));

    /// <summary>The largest order quantity worth less than this amount.</summary>
    private Ratio QuantityBefore(Exact amount)
    {
        var at = At(amount);
        var whole = Down(at);
        return Ratio.Min(depth.Value, whole.CompareTo(at) == 0 ? whole - bare.Step : whole);
    }

    // The quantity at which a walk of this amount ends.
    private Ratio At(Exact amount)
    {
        if (amount.IsZero)
        {
            return Ratio.Zero;
        }

        var walk = new LadderCursor(bare.Ladder);
        walk.PassAmount(ScaledLimit.Of(amount, bare.AmountScale));
        Ratio quantity = Exact.FromScaled((Int128)walk.Quantity, market.Book.QuantityScale);
        Ratio left = amount - Exact.FromScaled((Int128)walk.Amount, bare.AmountScale);
        return left.IsZero ? quantity : walk.IsAtEnd ? Beyond : quantity + left / bare.PriceOf(walk.Levels);
    }

    private Ratio DepthOf()
    {
        var walk = new LadderCursor(bare.Ladder);
        walk.PassTo(bare.Ladder.Count);
        return Down(Exact.FromScaled((Int128)walk.Quantity, market.Book.QuantityScale));
    }

    private Ratio Down(Ratio quantity) => quantity.Steps(bare.Step) * (Ratio)bare.Step;

    private Ratio Up(Ratio quantity) => -Down(-quantity);
}
