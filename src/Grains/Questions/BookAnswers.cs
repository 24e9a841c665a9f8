using OrderBookSilo.Core.Books;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Grains.Questions;

/// <summary>Converts a market's latest book to the API's answer.</summary>
internal static class BookAnswers
{
    /// <summary>The best levels of each side; all levels when the depth is null.</summary>
    public static BookView View(MarketBook latest, int? depth)
    {
        var book = latest.Book;
        return new BookView(
            latest.Market.ToString(),
            latest.Slot,
            latest.ReceivedAt,
            book.VenueTime,
            book.Sequence,
            Levels(book, book.Bids, depth),
            Levels(book, book.Asks, depth),
            book.Bids.Count,
            book.Asks.Count,
            book.DepthComplete);
    }

    private static LevelView[] Levels(OrderBook book, Ladder ladder, int? depth)
    {
        var levels = new LevelView[Math.Min(depth ?? ladder.Count, ladder.Count)];
        for (var i = 0; i < levels.Length; i++)
        {
            var level = book.LevelOf(ladder, i);
            levels[i] = new LevelView(level.Price.ToString(), level.Quantity.ToString());
        }

        return levels;
    }
}
