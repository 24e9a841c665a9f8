using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Splits;

/// <summary>How splits are made.</summary>
/// <param name="Conversions">Markets whose books convert one quote currency into another; of several for the same two the first.</param>
/// <param name="ConvertsAtMid">Whether at their mid, free of cost, instead of through their books with their taker's fee.</param>
/// <param name="SkewMax">Books that are further apart than this are not compared.</param>
/// <param name="Deadline">A slot's splits wait no longer for its books than this from its start on.</param>
/// <param name="AgeMax">Older books are stale.</param>
public sealed record SplitSettings(
    IReadOnlyList<Market> Conversions, bool ConvertsAtMid, TimeSpan SkewMax, TimeSpan Deadline, TimeSpan AgeMax)
{
    /// <summary>A venue's own time may be this much older than the answer that carries it.</summary>
    public static readonly TimeSpan VenueLagMax = TimeSpan.FromSeconds(300);
}
