using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Questions;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>GET …/book?depth=</c>: the latest book, best levels first.</summary>
internal static class BookEndpoint
{
    private const int DepthMax = 1_000_000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/markets/{venue}/{product}/book", GetAsync)
            .WithSummary("The latest book, best levels first.")
            .WithDescription("Query: depth= (levels of each side; all when left out).")
            .Produces<BookView>();

    private static Task<IResult> GetAsync(string venue, string product, HttpRequest request, MarketDirectory directory, BookClient latest)
    {
        var query = new Query(request.Query);
        query.Only("depth");
        var depth = query.Integer("depth", DepthMax, 1, DepthMax);
        return query.Error is { } error
            ? Task.FromResult(Problems.BadRequest(error))
            : directory.WithAsync(venue, product, async (_, market) =>
                await latest.FindAsync(Market.Parse(market)) is { } book ? Results.Ok(View(book, depth)) : NoBookYet(market));
    }

    public static IResult NoBookYet(string market) =>
        Problems.NotFound($"{market} has no book yet; GET /api/markets/{market.Replace(':', '/')} tells its last failure");

    private static BookView View(MarketBook latest, int depth)
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

    private static LevelView[] Levels(OrderBook book, Ladder ladder, int depth)
    {
        var levels = new LevelView[Math.Min(depth, ladder.Count)];
        for (var i = 0; i < levels.Length; i++)
        {
            var level = book.LevelOf(ladder, i);
            levels[i] = new LevelView(level.Price.ToString(), level.Quantity.ToString());
        }

        return levels;
    }
}

/// <summary>The latest book of a market: numbers as decimal text.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">Start of the slot it was received in, UTC.</param>
/// <param name="ReceivedAt">When the venue's answer was complete, UTC.</param>
/// <param name="VenueTime">The venue's own time of the book, UTC; null where it gives none.</param>
/// <param name="Sequence">The venue's own number of this state of the book; null where it gives none.</param>
/// <param name="Bids">The highest bids, best first, as many as were asked for.</param>
/// <param name="Asks">The lowest asks, best first, as many as were asked for.</param>
/// <param name="BidLevels">Number of bid levels received.</param>
/// <param name="AskLevels">Number of ask levels received.</param>
/// <param name="DepthComplete">Whether the venue returned every level of both sides.</param>
internal sealed record BookView(
    string Market,
    DateTimeOffset Slot,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? VenueTime,
    long? Sequence,
    IReadOnlyList<LevelView> Bids,
    IReadOnlyList<LevelView> Asks,
    int BidLevels,
    int AskLevels,
    bool DepthComplete);

/// <summary>One price of a book with its quantity.</summary>
/// <param name="Price">The level's price, in quote per base.</param>
/// <param name="Quantity">What rests there, in base.</param>
internal sealed record LevelView(string Price, string Quantity);
