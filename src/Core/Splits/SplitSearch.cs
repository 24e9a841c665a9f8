using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits.Lots;
using OrderBookSilo.Core.Splits.Merging;

namespace OrderBookSilo.Core.Splits;

/// <summary>
/// Finds the best allotment by branch and bound: it starts with the relaxed merge and branches only on markets whose relaxed
/// quantity is not allowed, into no quantity or one of the brackets. docs/metrics.md 2.3 and 2.4. Every merge is a bound for
/// all its descendants.
/// </summary>
internal sealed class SplitSearch
{
    /// <summary>Number of merges after which the best result so far is returned; its gap says how good it is.</summary>
    private const int MergesMax = 20_000;

    /// <summary>Missing base that results from lot rounding is valued at this multiple of its marginal price.</summary>
    private const int MissingWorth = 100;

    private readonly SplitOrder order;
    private readonly IReadOnlyList<LaneOptions> options;
    private readonly IReadOnlyList<Conversion> conversions;
    private readonly LotRounding lots;
    private int merges;

    private SplitSearch(SplitOrder order, IReadOnlyList<SplitMarket> markets)
    {
        this.order = order;
        (options, conversions) = Read(order.Side, markets);
        lots = new LotRounding(conversions, order);
        Relaxed = new Merge([.. options.Select(option => option.Relaxed)], conversions);
        IsComplete = Relaxed.Run(order.Unit, order.Amount);
    }

    /// <summary>The optimum if every quantity were allowed at the lowest rates: the bound for all allotments.</summary>
    public Merge Relaxed { get; }

    public bool IsComplete { get; }

    /// <summary>The best allotment allowed by the markets; null when there is none.</summary>
    public Allotment? Best { get; private set; }

    public static SplitSearch Run(SplitOrder order, IReadOnlyList<SplitMarket> markets)
    {
        var search = new SplitSearch(order, markets);
        search.Explore(search.Relaxed, search.IsComplete);
        return search;
    }

    /// <summary>The certificate of the relaxed merge alone.</summary>
    public static Certificate Certify(SplitOrder order, IReadOnlyList<SplitMarket> markets) =>
        Certificate.Of(new SplitSearch(order, markets).Relaxed, order.Side);

    /// <summary>A relaxed merge in its initial state.</summary>
    public static Merge StartMerge(Side side, IReadOnlyList<SplitMarket> markets)
    {
        var (options, conversions) = Read(side, markets);
        return new Merge([.. options.Select(option => option.Relaxed)], conversions);
    }

    private static (IReadOnlyList<LaneOptions> Options, IReadOnlyList<Conversion> Conversions) Read(Side side, IReadOnlyList<SplitMarket> markets)
    {
        var conversions = markets.Select(market => market.Conversion).Distinct().ToList();
        return ([.. markets.Select((market, i) => new LaneOptions(i, market, side, conversions.IndexOf(market.Conversion)))], conversions);
    }

    /// <summary>
    /// How far an allotment falls behind the relaxed optimum's marginal price, in the answer's currency; lower is better.
    /// </summary>
    private Ratio Loss(Ratio amount, Ratio quantity)
    {
        var value = (Relaxed.Marginal ?? Ratio.Zero) * quantity;
        return order.Side == Side.Buy ? amount - value : value - amount;
    }

    /// <summary>Upper bound on how much better any allotment could be, in the answer's currency. docs/metrics.md 2.5.</summary>
    public Ratio Gap(Allotment allotment) =>
        Loss(allotment.Amount - Relaxed.Amount(), allotment.Quantity - Relaxed.Quantity());

    public bool IsBetter(Allotment allotment, Allotment than) =>
        IsBetter(allotment.IsComplete, allotment.Amount, allotment.Quantity, than);

    private void Explore(Merge merge, bool isComplete)
    {
        if (merges++ >= MergesMax || (Best is not null && !IsBetter(isComplete, merge.Amount(), merge.Quantity(), Best)))
        {
            return;
        }

        if (Offender(merge.Lanes, merge.Cursors) is { } used)
        {
            Branch(merge, used);
            return;
        }

        var allotment = lots.Round(merge, isComplete);
        if (Offender(allotment.Lanes, allotment.Cursors) is { } rounded)
        {
            Branch(merge, rounded);
        }
        else if (allotment.Quantity.IsPositive && (Best is null || IsBetter(allotment, Best)))
        {
            Best = allotment;
        }
    }

    /// <summary>Index of a relaxed lane whose quantity its market does not allow.</summary>
    private int? Offender(IReadOnlyList<Lane> lanes, ReadOnlySpan<LaneCursor> cursors)
    {
        for (var i = 0; i < lanes.Count; i++)
        {
            var option = options[lanes[i].Index];
            if (ReferenceEquals(lanes[i], option.Relaxed) && !option.Allows(cursors[i].QuantityOf(lanes[i])))
            {
                return i;
            }
        }

        return null;
    }

    private void Branch(Merge merge, int place)
    {
        var lane = merge.Lanes[place];
        foreach (var bracket in options[lane.Index].Brackets(merge.Cursors[place].QuantityOf(lane)))
        {
            ExploreWith([.. merge.Lanes.Select(other => ReferenceEquals(other, lane) ? bracket : other)]);
        }

        ExploreWith([.. merge.Lanes.Where(other => !ReferenceEquals(other, lane))]);
    }

    private void ExploreWith(IReadOnlyList<Lane> lanes)
    {
        var merge = new Merge(lanes, conversions);
        if (merge.IsFeasible && IsWithin(merge))
        {
            Explore(merge, merge.Run(order.Unit, order.Amount));
        }
    }

    // The brackets' minimum quantities may exceed the order.
    private bool IsWithin(Merge merge) => (order.Unit == SplitUnit.Quote ? merge.Amount() : merge.Quantity()) <= order.Amount;

    private bool IsBetter(bool isComplete, Ratio amount, Ratio quantity, Allotment than)
    {
        if (isComplete != than.IsComplete)
        {
            return isComplete;
        }

        return (order.Unit, order.Side) switch
        {
            // More quantity for the same money.
            (SplitUnit.Quote, Side.Buy) => quantity.CompareTo(than.Quantity) is var more and not 0 ? more > 0 : amount < than.Amount,

            // The amount that lots leave to be received is valued at the cost of selling more.
            (SplitUnit.Quote, _) => Loss(amount, quantity) < Loss(than.Amount, than.Quantity),

            // A quantity should be met as far as lots allow, but not at any price.
            _ => Short(amount, quantity) < Short(than.Amount, than.Quantity),
        };
    }

    private Ratio Short(Ratio amount, Ratio quantity) =>
        (order.Side == Side.Buy ? amount : -amount) - (Relaxed.Marginal ?? Ratio.Zero) * (Exact)MissingWorth * quantity;
}
