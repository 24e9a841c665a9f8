using System.Numerics;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>Resting quantities within bands around the mid: docs/metrics.md 1, depth at x.</summary>
public static class DepthBands
{
    private const int BpsPerUnit = 10_000;

    /// <summary>Both sides for each band, boundary included; a band that the book does not reach is null with its reason.</summary>
    public static IReadOnlyList<DepthBand> Of(OrderBook book, IReadOnlyList<int> bandsBps) =>
        Of(book, bandsBps, BookSums.None);

    internal static IReadOnlyList<DepthBand> Of(OrderBook book, IReadOnlyList<int> bandsBps, BookSums sums) =>
        [.. Of(book, Side.Buy, bandsBps, sums.Asks), .. Of(book, Side.Sell, bandsBps, sums.Bids)];

    /// <summary>(bids − asks) ÷ (bids + asks) within each of these bands, in their order: docs/metrics.md 1, imbalance at x.</summary>
    public static IReadOnlyList<BandImbalance> Imbalances(IReadOnlyList<DepthBand> bands) =>
        [.. bands.Where(band => band.Side == Side.Buy).Zip(bands.Where(band => band.Side == Side.Sell), Imbalance)];

    private static BandImbalance Imbalance(DepthBand asks, DepthBand bids)
    {
        if (asks.Quantity is not { } asked || bids.Quantity is not { } bid)
        {
            return new BandImbalance(asks.BandBps, Imbalance: null, asks.Reason ?? bids.Reason);
        }

        var both = asked + bid;
        return both.IsZero
            ? new BandImbalance(asks.BandBps, Imbalance: null, MetricReason.Shallow)
            : new BandImbalance(asks.BandBps, Ratio.Of(bid - asked, both).ToDouble(), Reason: null);
    }

    private static DepthBand[] Of(OrderBook book, Side side, IReadOnlyList<int> bandsBps, LadderSums? sums)
    {
        var bands = new DepthBand[bandsBps.Count];
        var cursor = new LadderCursor(book.LadderFor(side), sums);
        int[] ascending = [.. Enumerable.Range(0, bands.Length)];
        Array.Sort(bandsBps.ToArray(), ascending);
        foreach (var index in ascending)
        {
            bands[index] = Of(book, side, bandsBps[index], ref cursor);
        }

        return bands;
    }

    private static DepthBand Of(OrderBook book, Side side, int bandBps, ref LadderCursor cursor)
    {
        if (book.Mid is not { } mid)
        {
            return new DepthBand(side, bandBps, Quantity: null, Amount: null, Levels: null, MetricReason.OneSided);
        }

        var boundary = Boundary.Of(book, mid, side, bandBps);
        var ladder = book.LadderFor(side);
        cursor.PassTo(boundary.CountWithin(ladder.Prices));
        return cursor.IsAtEnd && !ladder.IsWhole && !boundary.IsAt(ladder.Prices[^1])
            ? new DepthBand(side, bandBps, Quantity: null, Amount: null, Levels: null, MetricReason.Truncated)
            : new DepthBand(
                side,
                bandBps,
                Exact.FromScaled((Int128)cursor.Quantity, book.QuantityScale),
                Exact.FromScaled((Int128)cursor.Amount, book.PriceScale + book.QuantityScale),
                cursor.Levels,
                Reason: null);
    }

    /// <summary>The price at the boundary of a band: the last integer at the book's price scale that is within it.</summary>
    /// <param name="IsExact">Whether that integer is the boundary itself.</param>
    private readonly record struct Boundary(Side Side, Int128 Last, bool IsExact)
    {
        /// <summary>The boundary of a buy is mid × (1 + band), that of a sell mid × (1 − band).</summary>
        public static Boundary Of(OrderBook book, Exact mid, Side side, int bandBps)
        {
            // The mid has one more decimal than the prices, bps have four.
            var value = (BigInteger)mid.AtScale(book.PriceScale + 1) * (BpsPerUnit + (side == Side.Buy ? bandBps : -bandBps));
            var last = BigInteger.DivRem(value, 10 * BpsPerUnit, out var rest);
            return new Boundary(side, (Int128)(side == Side.Buy || rest.Sign <= 0 ? last : last + 1), rest.IsZero);
        }

        /// <summary>A ladder that ends exactly here is known up to the boundary; one that ends earlier may continue.</summary>
        public bool IsAt(Int128 price) => IsExact && price == Last;

        /// <summary>The number of the ladder's prices within the boundary, found by bisection.</summary>
        public int CountWithin(LadderColumn prices)
        {
            var (low, high) = (0, prices.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = IsWithin(prices[middle]) ? (middle + 1, high) : (low, middle);
            }

            return low;
        }

        private bool IsWithin(Int128 price) => Side == Side.Buy ? price <= Last : price >= Last;
    }
}
