using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Splits;

/// <summary>Why a market is excluded from a split.</summary>
public enum SplitExclusion
{
    /// <summary>It has no book.</summary>
    NoBook,

    /// <summary>Its latest book is too old.</summary>
    Stale,

    /// <summary>Its book of the slot was not received by the deadline.</summary>
    Late,

    Stopped,

    /// <summary>It did not respond in time, or failed.</summary>
    NoAnswer,

    /// <summary>The side of its book that the order takes is empty.</summary>
    OneSided,

    /// <summary>Its quote currency cannot be converted to the answer's: no conversion market, or no book of it.</summary>
    NoConversion,

    /// <summary>Its fee is unknown.</summary>
    NoFee,

    /// <summary>Its venue lists it as not trading.</summary>
    NotTrading,

    /// <summary>Its book has not moved over several slots.</summary>
    Frozen,

    /// <summary>Its price is too far from those of the other markets, so it may be another asset under the same name.</summary>
    PriceApart,

    /// <summary>The clock that dated its book, or its venue's, is off.</summary>
    Clock,

    /// <summary>Its venue rounds prices, so that a cost is not exact.</summary>
    PricesRounded,
}

/// <summary>An excluded market and the reason.</summary>
public readonly record struct MarketExclusion(Market Market, SplitExclusion Reason);

/// <summary>The split of one order size over the books of one slot: a row of <c>fact_split</c> with its legs.</summary>
/// <param name="Asset">The base asset.</param>
/// <param name="Currency">The currency of the order size.</param>
/// <param name="Skew">Time between the oldest and the newest book of the included markets; null without any.</param>
/// <param name="Refused">
/// Whether the books are further apart in time than allowed, or their prices disagree without a majority: then nothing is computed
/// and <paramref name="Split"/> is null.
/// </param>
public sealed record SlotSplit(
    Asset Asset,
    Asset Currency,
    Slot Slot,
    SplitOrder Order,
    Split? Split,
    TimeSpan? Skew,
    bool Refused,
    IReadOnlyList<MarketExclusion> Excluded)
{
    /// <summary>Number of books, those of converters included, that were received by the deadline and so count; null when unknown.</summary>
    public int? Books { get; init; }

    /// <summary>When the newest of them was received; null without any.</summary>
    public DateTimeOffset? NewestBookAt { get; init; }
}

/// <summary>A market of an asset as it was in one slot: its pair, its rules at that time, and its book if it has one.</summary>
/// <param name="ActiveUntil">When it was stopped, in the slot or later; null while it is active.</param>
/// <param name="Rules">As listed by the venue when the book was received, otherwise at the start of the slot; null when unknown.</param>
public sealed record SlotMarket(Market Market, Pair Pair, DateTimeOffset? ActiveUntil, Product? Rules, Stores.BookRecord? Book);
