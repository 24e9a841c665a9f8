using System.Numerics;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Books;

/// <summary>One price with its quantity.</summary>
public readonly record struct Level(Exact Price, Exact Quantity);

/// <summary>
/// A validated order book: both ladders best first, strictly sorted, positive, not crossed, at least one level on one side.
/// Prices are integers × 10^-PriceScale in quote per base, quantities × 10^-QuantityScale in base.
/// </summary>
public sealed partial class OrderBook
{
    /// <summary>Maximum number of levels per side.</summary>
    public const int LevelsMax = 500_000;

    /// <summary>Maximum number of decimals of a price or quantity.</summary>
    public const int ScaleMax = 18;

    private OrderBook(Ladder bids, Ladder asks, int priceScale, int quantityScale, long? sequence, DateTimeOffset? venueTime)
    {
        Bids = bids;
        Asks = asks;
        PriceScale = priceScale;
        QuantityScale = quantityScale;
        Sequence = sequence;
        VenueTime = venueTime;
        BestBid = bids.Count == 0 ? null : PriceOf(bids, 0);
        BestAsk = asks.Count == 0 ? null : PriceOf(asks, 0);
        Mid = bids.Count == 0 || asks.Count == 0 ? null : Exact.FromScaled((bids.Prices[0] + asks.Prices[0]) * 5, priceScale + 1);
    }

    public Ladder Bids { get; }

    public Ladder Asks { get; }

    public int PriceScale { get; }

    public int QuantityScale { get; }

    /// <summary>The venue's sequence number of this state of the book; null where it gives none.</summary>
    public long? Sequence { get; }

    /// <summary>The venue's own time; null where it gives none, never substituted.</summary>
    public DateTimeOffset? VenueTime { get; }

    /// <summary>Whether the venue promises that these are all levels of both sides; false when that is not known.</summary>
    public bool DepthComplete => Bids.IsWhole && Asks.IsWhole;

    /// <summary>Null when there are no bids.</summary>
    public Exact? BestBid { get; }

    /// <summary>Null when there are no asks.</summary>
    public Exact? BestAsk { get; }

    /// <summary>(best bid + best ask) ÷ 2, exact; null when a side is empty. docs/metrics.md 1: m.</summary>
    public Exact? Mid { get; }

    /// <summary>10^4 × (best ask − best bid) ÷ mid; null when a side is empty. docs/metrics.md 1: quoted spread.</summary>
    public double? SpreadBps =>
        Mid is { } mid ? (Ratio.Of(BestAsk!.Value - BestBid!.Value, mid) * 10_000).ToDouble() : null;

    /// <summary>
    /// (a1 × s_b + b1 × s_a) ÷ (s_a + s_b) of the best levels, half-even at 18 decimals; null when a side is empty. docs/metrics.md 1: microprice.
    /// </summary>
    public Exact? Microprice =>
        Bids.Count == 0 || Asks.Count == 0
            ? null
            : new Ratio(
                (BigInteger)Asks.Prices[0] * Bids.Quantities[0] + (BigInteger)Bids.Prices[0] * Asks.Quantities[0],
                ((BigInteger)Asks.Quantities[0] + Bids.Quantities[0]) * BigPowersOfTen.Of(PriceScale))
                .Round(Exact.QuotientScale, MidpointRounding.ToEven);

    /// <summary>The ladder that a taker of this side takes from.</summary>
    public Ladder LadderFor(Side side) => side == Side.Buy ? Asks : Bids;

    public Level LevelOf(Ladder ladder, int position) =>
        new(PriceOf(ladder, position), Exact.FromScaled(ladder.Quantities[position], QuantityScale));

    /// <summary>The same book without the promise that there are no other levels.</summary>
    public OrderBook WithoutPromise() =>
        Bids.IsWhole || Asks.IsWhole
            ? new(Bids.WithoutPromise(), Asks.WithoutPromise(), PriceScale, QuantityScale, Sequence, VenueTime)
            : this;

    private Exact PriceOf(Ladder ladder, int position) => Exact.FromScaled(ladder.Prices[position], PriceScale);
}
