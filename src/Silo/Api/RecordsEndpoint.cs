using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api;

/// <summary>What the warehouse recorded: <c>…/history</c>, <c>/api/gaps</c> and <c>/api/failures</c>.</summary>
internal static class RecordsEndpoint
{
    private const int RowsMax = 10_000;
    private static readonly TimeSpan DefaultRange = TimeSpan.FromHours(24);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/markets/{venue}/{product}/history", HistoryAsync)
            .WithSummary("The slots' books, newest first.")
            .WithDescription($"Query: from=, to= (default the last 24 h); at most {RowsMax} rows.")
            .Produces<IReadOnlyList<HistoryView>>();
        routes.MapGet("/api/gaps", GapsAsync)
            .WithSummary("Slots that have no book and never will, newest first.")
            .WithDescription($"Query: from=, to= (default the last 24 h); at most {RowsMax} rows.")
            .Produces<IReadOnlyList<GapView>>();
        routes.MapGet("/api/failures", FailuresAsync)
            .WithSummary("Attempts that ended without a book, newest first.")
            .WithDescription($"Query: from=, to= (default the last 24 h), market=; at most {RowsMax} rows.")
            .Produces<IReadOnlyList<FailureView>>();
    }

    private static Task<IResult> HistoryAsync(
        string venue, string product, HttpRequest request, MarketDirectory directory, IWarehouse warehouse, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("from", "to");
        var (from, to) = Range(query, time);
        return query.Error is { } error
            ? Task.FromResult(Problems.BadRequest(error))
            : directory.WithAsync(venue, product, async (_, market) =>
                Results.Ok((await warehouse.ReadHistoryAsync(Market.Parse(market), from, to, RowsMax, cancel)).Select(ViewOf)));
    }

    private static async Task<IResult> GapsAsync(HttpRequest request, IWarehouse warehouse, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("from", "to");
        var (from, to) = Range(query, time);
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var gaps = await warehouse.ReadGapsAsync(from, to, RowsMax, cancel);
        return Results.Ok(gaps.Select(gap => new GapView(gap.Market.ToString(), gap.Slot.Start, gap.Reason)));
    }

    private static async Task<IResult> FailuresAsync(HttpRequest request, IWarehouse warehouse, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("from", "to", "market");
        var (from, to) = Range(query, time);
        var market = ReadMarket(query);
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var failures = await warehouse.ReadFailuresAsync(market, from, to, RowsMax, cancel);
        return Results.Ok(failures.Select(ViewOf));
    }

    /// <summary>The range asked for, the last 24 hours unless it is given.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Range(Query query, TimeProvider time)
    {
        // To the end of the present slot, whatever its length: a row of now must be in "the last 24 h".
        var to = query.Instant("to", time.GetUtcNow() + DefaultRange);
        var from = query.Instant("from", time.GetUtcNow() - DefaultRange);
        return from < to ? (from, to) : query.Wrong("from must lie before to", (from, to));
    }

    private static Market? ReadMarket(Query query)
    {
        if (query.Text("market") is not { } text)
        {
            return null;
        }

        return Market.TryParse(text, out var market)
            ? market
            : query.Wrong<Market?>($"'{Query.Shown(text)}' is not a market; write venue:product, such as coinbase:BTC-USD", null);
    }

    private static HistoryView ViewOf(BookRecord book) =>
        new(
            book.Market.ToString(),
            book.Slot.Start,
            book.ReceivedAt,
            book.VenueTime,
            book.Sequence,
            book.BestBid?.ToString(),
            book.BestAsk?.ToString(),
            book.MidPrice?.ToString(),
            book.BidLevels,
            book.AskLevels,
            book.DepthComplete,
            book.Sha256,
            book.ArchiveKey);

    private static FailureView ViewOf(FailedPull failed) =>
        new(
            failed.Market.ToString(),
            failed.Slot.Start,
            failed.EndedAt,
            failed.Failure.Kind.Text(),
            failed.Failure.HttpStatus,
            failed.Failure.Message);
}
