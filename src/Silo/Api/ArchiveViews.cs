using System.Globalization;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Io.Archive;

namespace OrderBookSilo.Silo.Api;

/// <summary>Converts archived days, books and findings to the API's answers.</summary>
internal static class ArchiveViews
{
    public static ArchiveDayView Of(DayEvidence day) =>
        new(
            day.Market.ToString(),
            day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ArchiveKey.PartitionOf(day.Market, day.Day),
            day.Slots.Count,
            day.Objects,
            day.StoredBytes,
            day.Fingerprint);

    public static ArchivedBookView Of(DayItem item)
    {
        var (capture, book) = (item.Archived!.Capture, item.Book!);
        return new(
            capture.Market.ToString(),
            item.SlotStart,
            capture.ReceivedAt,
            capture.TimeSource.Text(),
            book.VenueTime,
            book.Sequence,
            book.Bids.IsWhole,
            book.Asks.IsWhole,
            capture.Sha256,
            Levels(book, book.Bids),
            Levels(book, book.Asks));
    }

    private static LevelView[] Levels(OrderBook book, Ladder ladder)
    {
        var levels = new LevelView[ladder.Count];
        for (var i = 0; i < levels.Length; i++)
        {
            var level = book.LevelOf(ladder, i);
            levels[i] = new LevelView(level.Price.ToString(), level.Quantity.ToString());
        }

        return levels;
    }

    public static ArchiveFindingView Of(ArchiveFinding finding) => new(finding.Kind.Text(), finding.Key, finding.Message);

    public static ArchiveFindingCount Of(ArchiveFindingKind kind, long count) => new(kind.Text(), count);

    public static ArchivePartView Of(string name, ArchiveTotals totals) =>
        new(name, totals.Objects, totals.StoredBytes, totals.BodyBytes, totals.FirstSlot, totals.LastSlot, (long)Math.Round(totals.StoredBytesPerDay));
}
