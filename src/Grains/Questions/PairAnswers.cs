using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Grains.Questions;

/// <summary>Converts the books of a pair to the API's answers.</summary>
internal static class PairAnswers
{
    public static PairPrices Prices(Pair pair, CollectedBooks collected) =>
        new(
            pair.ToString(),
            BestOf(collected.Books, book => book.Book.BestBid, isBetter: (left, right) => left > right),
            BestOf(collected.Books, book => book.Book.BestAsk, isBetter: (left, right) => left < right),
            [.. collected.Books.Select(book => MarketOf(book, collected.At))],
            [.. collected.Excluded.Select(excluded => new ExcludedMarket(excluded.Market.ToString(), excluded.Reason.Text()))],
            collected.Skew is { } skew ? Math.Round(skew.TotalSeconds, 3) : null);

    private static PairMarket MarketOf(MarketBook held, ClockTime now) =>
        new(
            held.Market.ToString(),
            held.Book.BestBid?.ToString(),
            held.Book.BestAsk?.ToString(),
            held.Book.Mid?.ToString(),
            held.Book.SpreadBps,
            held.ReceivedAt,
            held.AgeSeconds(now));

    // Of equal prices the first market wins.
    private static MarketPrice? BestOf(IReadOnlyList<MarketBook> books, Func<MarketBook, Exact?> priceOf, Func<Exact, Exact, bool> isBetter)
    {
        (MarketBook Book, Exact Price)? best = null;
        foreach (var book in books)
        {
            if (priceOf(book) is { } price && (best is null || isBetter(price, best.Value.Price)))
            {
                best = (book, price);
            }
        }

        return best is { } found ? new MarketPrice(found.Book.Market.ToString(), found.Price.ToString()) : null;
    }
}
