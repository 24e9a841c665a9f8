using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Simulation.World;

/// <summary>Which books count for the splits of a slot, from the rows alone.</summary>
internal static class CountedBooks
{
    /// <summary>How many, and when the newest was received; null when the asset has no book in the slot.</summary>
    public static (int Books, DateTimeOffset? Newest)? Of(SimulatedWarehouse warehouse, RunSettings settings, Slot slot)
    {
        if (DeadlineOf(warehouse, settings, slot) is not { } deadline)
        {
            return null;
        }

        var all = BooksOf(warehouse, settings, slot, isOwn: true).Concat(BooksOf(warehouse, settings, slot, isOwn: false));
        var counted = all.Where(book => book.Capture.ReceivedAt <= deadline).ToList();
        return (counted.Count, counted.Count == 0 ? null : counted.Max(book => book.Capture.ReceivedAt));
    }

    /// <summary>When a book must have been received to count; null when the asset has none in the slot.</summary>
    public static DateTimeOffset? DeadlineOf(SimulatedWarehouse warehouse, RunSettings settings, Slot slot)
    {
        var own = BooksOf(warehouse, settings, slot, isOwn: true);
        if (own.Count == 0)
        {
            return null;
        }

        var (first, usual) = (own.Min(book => book.Capture.ReceivedAt), slot.Start + settings.Splits.Deadline);
        return first > usual ? first + settings.Splits.Deadline : usual;
    }

    /// <summary>The books of the asset's markets, or those of the markets that convert.</summary>
    public static List<Snapshot> BooksOf(SimulatedWarehouse warehouse, RunSettings settings, Slot slot, bool isOwn) =>
    [
        .. from known in warehouse.Known.Keys
           where isOwn ? settings.Pairs[known].Base == RunSettings.SplitAsset : settings.Splits.Conversions.Contains(known)
           let book = warehouse.FindRows(known, slot.Start)?.Books.FirstOrDefault()
           where book is not null
           select book,
    ];
}
