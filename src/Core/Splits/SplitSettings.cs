using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits;

/// <param name="Conversions">Markets whose books convert one quote currency into another; the first for a given pair of currencies is used.</param>
/// <param name="ConvertsAtMid">Whether to convert at their mid, without cost, instead of through their books with the taker fee.</param>
/// <param name="SkewMax">Books that are further apart than this are not compared.</param>
/// <param name="Deadline">How long after a slot's start its splits wait for books at most.</param>
/// <param name="AgeMax">Older books are stale.</param>
public sealed record SplitSettings(
    IReadOnlyList<Market> Conversions, bool ConvertsAtMid, TimeSpan SkewMax, TimeSpan Deadline, TimeSpan AgeMax)
{
    /// <summary>A venue's own time may be this far from ours when its response was received, either way.</summary>
    public static readonly TimeSpan VenueOffsetMax = TimeSpan.FromSeconds(300);

    public static readonly Exact PriceDistanceDefault = Exact.FromScaled(1, 1);

    /// <summary>A market whose price is further than this fraction from the median of the others is left out.</summary>
    public Exact PriceDistanceMax { get; init; } = PriceDistanceDefault;

    /// <summary>Whether the clocks of a venue and of the silo that received its book cannot both be right; false when it gives no time.</summary>
    public static bool IsClockOff(DateTimeOffset? venueTime, DateTimeOffset receivedAt) => (receivedAt - venueTime)?.Duration() > VenueOffsetMax;
}
