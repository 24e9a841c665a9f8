using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary>What the warehouse recorded of past slots: <c>…/history</c>, <c>/api/gaps</c> and <c>/api/failures</c>.</summary>
internal static class RecordsEndpoint
{
    private static readonly QueryParameter<Market?> OneMarket = Parameter.Market("market", "Only this market.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var records = routes.MapTopic(ApiTags.Records);
        records.MapGet("/api/markets/{venue}/{product}/history", HistoryAsync)
            .Describe("getHistory", "The books of past slots, newest first.", $"At most {RequestBounds.RecordRows} rows.")
            .Takes(CommonParameters.From, CommonParameters.To)
            .Produces<IReadOnlyList<HistoryView>>()
            .Fails(404);
        records.MapGet("/api/gaps", GapsAsync)
            .Describe("listGaps", "Slots that have no book and never will have one, newest first.", $"At most {RequestBounds.RecordRows} rows.")
            .Takes(CommonParameters.From, CommonParameters.To)
            .Produces<IReadOnlyList<GapView>>();
        records.MapGet("/api/failures", FailuresAsync)
            .Describe("listFailures", "Attempts that ended without a book, newest first.", $"At most {RequestBounds.RecordRows} rows.")
            .Takes(CommonParameters.From, CommonParameters.To, OneMarket)
            .Produces<IReadOnlyList<FailureView>>();
    }

    private static Task<IResult> HistoryAsync(
        string venue, string product, Query query, MarketDirectory directory, IFactReader warehouse, TimeProvider time, CancellationToken cancel)
    {
        var (from, to) = query.ReadRange(time);
        return directory.WithAsync(MarketEndpoints.NameOf(venue, product), async market =>
            Answer.Of((await warehouse.ReadHistoryAsync(market, from, to, RequestBounds.RecordRows, cancel)).Select(ViewOf))).ToResultAsync();
    }

    private static async Task<IResult> GapsAsync(Query query, IFactReader warehouse, TimeProvider time, CancellationToken cancel)
    {
        var (from, to) = query.ReadRange(time);
        var gaps = await warehouse.ReadGapsAsync(from, to, RequestBounds.RecordRows, cancel);
        return Results.Ok(gaps.Select(gap => new GapView(gap.Market.ToString(), gap.Slot.Start, gap.Reason)));
    }

    private static async Task<IResult> FailuresAsync(Query query, IFactReader warehouse, TimeProvider time, CancellationToken cancel)
    {
        var (from, to) = query.ReadRange(time);
        var market = query.Read(OneMarket);
        var failures = await warehouse.ReadFailuresAsync(market, from, to, RequestBounds.RecordRows, cancel);
        return Results.Ok(failures.Select(ViewOf));
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
