using OrderBookSilo.Core;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/audit</c>: what the audit found, and auditing a range again.</summary>
internal static class AuditEndpoint
{
    private const int RowsMax = 10_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/audit", ReadAsync)
            .WithSummary("How many slots have their book, and what is wrong with archived evidence.")
            .WithDescription($"Query: from=, to= (slots; without them all findings that are not resolved); at most {RowsMax} findings, newest first.")
            .Produces<AuditView>();
        routes.MapPost("/api/audit", RunAsync)
            .WithSummary("Audits a range of slots again, a part in each call: repairs, records gaps, reports.")
            .WithDescription("Query: from=, to= (default the last 24 h), market=, continueAt= and continueAfter= (as the last answer said).")
            .Produces<AuditAnswer>();
    }

    private static async Task<IResult> ReadAsync(HttpRequest request, IAuditLedger ledger, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("from", "to");
        var range = RecordsEndpoint.Range(query, time);
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var hasRange = query.Text("from") is not null || query.Text("to") is not null;
        var findings = await ledger.ReadFindingsAsync(hasRange ? range : null, RowsMax, cancel);
        var share = await ledger.ReadSlotShareAsync(cancel);
        return Results.Ok(new AuditView(
            await ledger.FindAuditedUntilAsync(cancel), share.Due, share.WithBook, share.Share, [.. findings.Select(ViewOf)]));
    }

    private static async Task<IResult> RunAsync(HttpRequest request, IGrainFactory grains, TimeProvider time)
    {
        var query = new Query(request.Query);
        query.Only("from", "to", "market", "continueAt", "continueAfter");
        var (from, to) = RecordsEndpoint.Range(query, time);
        var (market, after) = (MarketOf(query, "market"), MarketOf(query, "continueAfter"));
        var at = query.Instant("continueAt", from);
        var continues = query.Text("continueAt") is not null;
        if (after is not null && !continues)
        {
            query.Wrong("continueAfter goes with continueAt", 0);
        }

        return query.Error is { } error
            ? Problems.BadRequest(error)
            : Results.Ok(await grains.GetGrain<IAuditGrain>(IAuditGrain.Key).AuditRangeAsync(new AuditQuestion(from, to, market, continues ? at : null, after)));
    }

    private static string? MarketOf(Query query, string name) =>
        query.Text(name) is not { } text || Market.TryParse(text, out _)
            ? query.Text(name)
            : query.Wrong<string?>($"'{text}' is not a market; write venue:product, such as coinbase:BTC-USD", null);

    private static FindingView ViewOf(RecordedFinding found) =>
        new(found.Market.ToString(), found.Slot.Start, found.Finding.Kind.Text(), found.Finding.Key, found.Finding.Message, found.FoundAt, found.ResolvedAt);
}
