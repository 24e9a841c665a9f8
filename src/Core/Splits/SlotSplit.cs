using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Splits;

/// <summary>Why a market takes no part in a split.</summary>
public enum SplitExclusion
{
    /// <summary>It has no book.</summary>
    NoBook,

    /// <summary>Its latest book is too old.</summary>
    Stale,

    /// <summary>Its book of the slot had not come by the deadline.</summary>
    Late,

    Stopped,

    /// <summary>It did not answer in time, or failed.</summary>
    NoAnswer,

    /// <summary>The side of its book that the order takes is empty.</summary>
    OneSided,

    /// <summary>Its quote currency cannot be converted to the answer's: no conversion market, or no book of it.</summary>
    NoConversion,

    /// <summary>Its fee is not known.</summary>
    NoFee,

    /// <summary>Its venue does not let it be traded.</summary>
    NotTrading,
}

/// <summary>A market that takes no part, and why.</summary>
public readonly record struct MarketExclusion(Market Market, SplitExclusion Reason);

/// <summary>The split of one order size over the books of one slot: a row of <c>fact_split</c> with its legs.</summary>
/// <param name="Asset">The base asset.</param>
/// <param name="Currency">That the order size is in.</param>
/// <param name="Skew">Between the oldest and the newest book of the markets that take part; null without any.</param>
/// <param name="Refused">Whether the books are further apart than is allowed: then nothing is computed and <paramref name="Split"/> is null.</param>
public sealed record SlotSplit(
    Asset Asset,
    Asset Currency,
    Slot Slot,
    SplitOrder Order,
    Split? Split,
    TimeSpan? Skew,
    bool Refused,
    IReadOnlyList<MarketExclusion> Excluded);

/// <summary>A market of an asset as it was in one slot: what it trades, its rules then, and its book if it has one.</summary>
/// <param name="ActiveUntil">When it was stopped, in the slot or after; null while it still is active.</param>
/// <param name="Rules">As the venue had listed them when the book was received, else when the slot began; null when unknown.</param>
public sealed record SlotMarket(Market Market, Pair Pair, DateTimeOffset? ActiveUntil, Product? Rules, Stores.BookRecord? Book);
