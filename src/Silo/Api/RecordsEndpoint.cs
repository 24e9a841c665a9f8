using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

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
        string venue, string product, HttpRequest request, MarketDirectory directory, IFactReader warehouse, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("from", "to");
        var (from, to) = Range(query, time);
        return query.Error is { } error
            ? Task.FromResult(Problems.BadRequest(error))
            : directory.WithAsync(venue, product, async (_, market) =>
                Results.Ok((await warehouse.ReadHistoryAsync(Market.Parse(market), from, to, RowsMax, cancel)).Select(HistoryView.Of)));
    }

    private static async Task<IResult> GapsAsync(HttpRequest request, IFactReader warehouse, TimeProvider time, CancellationToken cancel)
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

    private static async Task<IResult> FailuresAsync(HttpRequest request, IFactReader warehouse, TimeProvider time, CancellationToken cancel)
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
        return Results.Ok(failures.Select(FailureView.Of));
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
}

/// <summary>The book of a past slot, as it was stored.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">Start of the slot, UTC.</param>
/// <param name="ReceivedAt">When the venue's answer was complete, UTC.</param>
/// <param name="VenueTime">The venue's own time of the book, UTC; null where it gives none.</param>
/// <param name="Sequence">The venue's own number of this state of the book; null where it gives none.</param>
/// <param name="BestBid">b1, highest bid, in quote per base; null when there are no bids.</param>
/// <param name="BestAsk">a1, lowest ask, in quote per base; null when there are no asks.</param>
/// <param name="Mid">m = (a1 + b1) / 2, in quote per base; null when a side is empty.</param>
/// <param name="BidLevels">Number of bid levels received.</param>
/// <param name="AskLevels">Number of ask levels received.</param>
/// <param name="DepthComplete">Whether the venue returned every level of both sides.</param>
/// <param name="Sha256">SHA-256 of the archived body, lower-case hex.</param>
/// <param name="ArchiveKey">Where the body lies in the archive.</param>
internal sealed record HistoryView(
    string Market,
    DateTimeOffset Slot,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? VenueTime,
    long? Sequence,
    string? BestBid,
    string? BestAsk,
    string? Mid,
    int BidLevels,
    int AskLevels,
    bool DepthComplete,
    string Sha256,
    string ArchiveKey)
{
    public static HistoryView Of(BookRecord book) =>
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
}

/// <summary>A due slot that has no book and never will.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">Start of the slot, UTC.</param>
/// <param name="Reason">Kind of the slot's last failed attempt; not_running when there was no attempt.</param>
internal sealed record GapView(string Market, DateTimeOffset Slot, string Reason);

/// <summary>An attempt that ended without a book, as it was stored.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">Start of the slot that the attempt was for, UTC.</param>
/// <param name="At">When the attempt ended, UTC.</param>
/// <param name="Kind">Why it failed, one of a closed set in snake_case.</param>
/// <param name="HttpStatus">Status of the venue's answer; null when none came.</param>
/// <param name="Message">Why it failed, in the venue's own words where it said any, trimmed.</param>
internal sealed record FailureView(string Market, DateTimeOffset Slot, DateTimeOffset At, string Kind, int? HttpStatus, string Message)
{
    public static FailureView Of(FailedPull failed) =>
        new(
            failed.Market.ToString(),
            failed.Slot.Start,
            failed.EndedAt,
            failed.Failure.Kind.Text(),
            failed.Failure.HttpStatus,
            failed.Failure.Message);
}
