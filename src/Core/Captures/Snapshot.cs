using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Captures;

/// <summary>Everything computed from one capture: the book and its facts, as the warehouse stores them and the grain serves them.</summary>
/// <param name="ArchiveKey">The capture's key in the archive.</param>
/// <param name="Costs">One per side and order size; empty when the quote has no order sizes.</param>
/// <param name="Fills">The walks of the fill sizes, level by level.</param>
/// <param name="FillsLeftOut">True when there were more fills than <see cref="SnapshotOptions.FillsMax"/>, in which case none are stored.</param>
public sealed record Snapshot(
    Capture Capture,
    string ArchiveKey,
    OrderBook Book,
    IReadOnlyList<DepthBand> Depth,
    IReadOnlyList<Cost> Costs,
    IReadOnlyList<WalkFills> Fills,
    bool FillsLeftOut)
{
    /// <summary>One per order size; empty when the quote has no order sizes.</summary>
    public IReadOnlyList<RoundTrip> RoundTrips { get; init; } = [];
}

/// <summary>The fills of one walk, best price first.</summary>
public sealed record WalkFills(Cost Cost, IReadOnlyList<Fill> Fills);

/// <summary>Which facts are computed from a book.</summary>
/// <param name="OrderSizes">In quote; ascending.</param>
/// <param name="FillSizes">The order sizes whose fills are stored.</param>
/// <param name="Fee">The taker fee in force at the book's time; null when unknown.</param>
public sealed record SnapshotOptions(
    IReadOnlyList<Exact> OrderSizes,
    IReadOnlyList<Exact> FillSizes,
    FillPolicy FillPolicy,
    IReadOnlyList<int> DepthBandsBps,
    int FillsMax,
    TakerFee? Fee = null);
