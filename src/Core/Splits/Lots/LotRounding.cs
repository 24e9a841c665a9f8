using System.Numerics;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits.Merging;

namespace OrderBookSilo.Core.Splits.Lots;

/// <summary>
/// Rounds a merge's result to whole lots: docs/metrics.md 2.2. Where the steps divide one another and ordered quantities are
/// what counts, it uses package-merge, which is optimal; otherwise it rounds down and then adds the lots that still fit, the
/// best first.
/// </summary>
internal sealed class LotRounding(IReadOnlyList<Conversion> conversions, SplitOrder order)
{
    /// <summary>Number of totals tried, one smallest lot apart, before the remainder is filled lot by lot.</summary>
    private const int TotalsMax = 256;

    /// <summary>The acceptable remainder as a fraction of the order: 1 bp.</summary>
    private static readonly Exact Trifle = Exact.FromScaled(1, 4);

    public Allotment Round(Merge merge, bool isComplete)
    {
        var free = Allotment.Of(merge, isComplete);
        var lanes = merge.Lanes;
        var wanted = new Ratio[lanes.Count];
        var isRound = true;
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] = merge.Cursors[i].QuantityOf(lanes[i]);
            isRound &= IsDivisible(lanes) || (wanted[i] / lanes[i].Step).IsWhole;
        }

        if (isRound)
        {
            return free;
        }

        var ordered = isComplete && LotChain.IsOne(lanes) ? Nested(merge, free, wanted) : null;
        return ordered ?? Fill(merge, free, wanted);
    }

    // Unknown lot steps mean that an order may have any quantity.
    private static bool IsDivisible(IReadOnlyList<Lane> lanes) => lanes.All(lane => lane.Market.QuantityStep is null);

    private Allotment? Nested(Merge merge, Allotment free, Ratio[] wanted)
    {
        var chain = new LotChain(merge, wanted);
        var total = free.Quantity.Steps(chain.Smallest);
        for (var tries = 0; tries < TotalsMax && total > 0; tries++, total--)
        {
            if (chain.Solve((Int128)total) is { } lots
                && Allotment.Of(free, conversions, lots) is { } ordered
                && IsWithin(ordered))
            {
                return ordered;
            }
        }

        return null;
    }

    private bool IsWithin(Allotment allotment) => order.Unit == SplitUnit.Quote
        ? allotment.Amount <= order.Amount
        : allotment.Quantity <= order.Amount;

    private Allotment Fill(Merge merge, Allotment free, Ratio[] wanted)
    {
        var lots = new Ratio[wanted.Length];
        for (var i = 0; i < lots.Length; i++)
        {
            lots[i] = Lots(wanted[i].Steps(merge.Lanes[i].Step), merge.Lanes[i]);
        }

        var best = Allotment.Of(free, conversions, lots)!;
        if (!free.IsComplete)
        {
            return best;
        }

        // An order on an additional market for the remainder of a lot is not worthwhile unless the remainder is significant.
        best = Fill(merge, best, lots, [.. Enumerable.Range(0, lots.Length).Where(lane => wanted[lane].IsPositive)]);
        return RestOf(best) > order.Amount * Trifle ? Fill(merge, best, lots, [.. Enumerable.Range(0, lots.Length)]) : best;
    }

    private Allotment Fill(Merge merge, Allotment best, Ratio[] lots, HashSet<int> open)
    {
        while (open.Count > 0)
        {
            var lane = Next(merge, best, open);
            if (lane < 0 || Add(best, lots, lane) is not { } more)
            {
                open.Remove(lane);
                continue;
            }

            best = more;
        }

        return best;
    }

    private Ratio RestOf(Allotment allotment) =>
        (Ratio)order.Amount - (order.Unit == SplitUnit.Quote ? allotment.Amount : allotment.Quantity);

    /// <summary>The open lane with the best next price; exhausted lanes are closed.</summary>
    private int Next(Merge merge, Allotment current, HashSet<int> open)
    {
        open.RemoveWhere(lane => current.Cursors[lane].IsAtEnd);
        var best = -1;
        Ratio bestPrice = default;
        foreach (var lane in open.Order())
        {
            var price = merge.PriceOf(lane, current.Cursors[lane].Levels);
            if (best < 0 || (order.Side == Side.Buy ? price < bestPrice : price > bestPrice))
            {
                (best, bestPrice) = (lane, price);
            }
        }

        return best;
    }

    /// <summary>Adds as many lots of a lane as its level and the order allow, at least one; null when none fits.</summary>
    private Allotment? Add(Allotment current, Ratio[] lots, int index)
    {
        var lane = current.Lanes[index];
        var before = lots[index];
        var level = current.Cursors[index];
        var rate = conversions[lane.Group].Mid;
        var remaining = order.Unit == SplitUnit.Quote
            ? (order.Amount - current.Amount) / (lane.PriceOf(level.Levels) * lane.QuotePerAmount * rate)
            : (order.Amount - current.Quantity) / lane.Yield;
        var count = Ratio.Min(level.Available(lane), remaining).Steps(lane.Step);
        foreach (var lotCount in new[] { count, count - 1, BigInteger.One }.Where(lotCount => lotCount > 0).Distinct())
        {
            lots[index] = before + Lots(lotCount, lane);
            if (IsWithinDepth(lane, level, lots[index]) && Allotment.Of(current, conversions, lots) is { } more && IsWithin(more))
            {
                return more;
            }
        }

        lots[index] = before;
        return null;
    }

    private static bool IsWithinDepth(Lane lane, LaneCursor end, Ratio quantity)
    {
        end.MoveTo(lane, quantity);
        return end.QuantityOf(lane) >= quantity && (lane.Terms.To is not { } to || quantity <= to);
    }

    private static Ratio Lots(BigInteger count, Lane lane) => count * (Ratio)lane.Step;
}
