using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Grains.Questions;

/// <summary>The books of a pair at one moment, and the markets excluded from it; both in order of the market's text.</summary>
/// <param name="At">When the books were collected; ages are measured up to this moment.</param>
public sealed record CollectedBooks(
    ClockTime At, IReadOnlyList<MarketBook> Books, IReadOnlyList<MarketExclusion> Excluded)
{
    /// <summary>Time between the oldest and the newest of the books; null when there is none.</summary>
    public TimeSpan? Skew =>
        Books.Count == 0 ? null : Books.Max(book => book.ReceivedAt) - Books.Min(book => book.ReceivedAt);

    /// <summary>The same, without the books for which there is a reason to exclude them.</summary>
    public CollectedBooks Without(Func<MarketBook, SplitExclusion?> findReason) => this with
    {
        Books = [.. Books.Where(book => findReason(book) is null)],
        Excluded =
        [
            .. Excluded.Concat(Books.Where(book => findReason(book) is not null).Select(book => new MarketExclusion(book.Market, findReason(book)!.Value)))
                .OrderBy(left => left.Market.ToString(), StringComparer.Ordinal),
        ],
    };
}
