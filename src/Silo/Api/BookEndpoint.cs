using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces.Api;
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
