using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Grains.Markets;

/// <summary>
/// The persistent state of a market grain: a cache that is rebuilt from warehouse and archive when lost, never ahead of the warehouse.
/// </summary>
[GenerateSerializer, Alias("orderbook.marketState")]
public sealed class MarketState
{
    [Id(0)]
    public bool Active { get; set; }

    [Id(1)]
    public TimeSpan SlotLength { get; set; }

    /// <summary>Start of the last slot that has a book.</summary>
    [Id(2)]
    public DateTimeOffset? LastSlot { get; set; }

    [Id(3)]
    public DateTimeOffset? ReceivedAt { get; set; }

    /// <summary>The latest book in BookCodec's encoding.</summary>
    [Id(4)]
    public byte[]? CompactBook { get; set; }

    [Id(5)]
    public FailureAnswer? LastFailure { get; set; }

    [Id(6)]
    public string? BaseAsset { get; set; }

    [Id(7)]
    public string? QuoteAsset { get; set; }

    /// <summary>Length of the slots for which the market was started; null when it is stopped.</summary>
    [Id(8)]
    public TimeSpan? StartedSlotLength { get; set; }

    /// <summary>The venue's latest order rules as decimal text; null is unknown.</summary>
    [Id(9)]
    public string? QuantityStep { get; set; }

    [Id(10)]
    public string? QuantityMin { get; set; }

    [Id(11)]
    public string? NotionalMin { get; set; }

    [Id(12)]
    public string? Status { get; set; }

    [Id(13)]
    public string? QuantityMax { get; set; }

    [Id(14)]
    public string? NotionalMax { get; set; }

    /// <summary>When the listing was requested that says so; null when the latest could not be had or lacks the market.</summary>
    [Id(15)]
    public DateTimeOffset? ListedAt { get; set; }

    /// <summary>SHA-256 of the latest book's body, lower-case hex.</summary>
    [Id(16)]
    public string? Sha256 { get; set; }

    /// <summary>Start of the first slot since which the book has not moved; null from a version that did not watch it.</summary>
    [Id(17)]
    public DateTimeOffset? UnmovedSince { get; set; }
}
