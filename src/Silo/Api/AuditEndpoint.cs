using OrderBookSilo.Core;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces;

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

    private static async Task<IResult> ReadAsync(HttpRequest request, IAuditLedger ledger, IAuditReader audits, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("from", "to");
        var range = RecordsEndpoint.Range(query, time);
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var hasRange = query.Text("from") is not null || query.Text("to") is not null;
        var findings = await audits.ReadFindingsAsync(hasRange ? range : null, RowsMax, cancel);
        var share = await audits.ReadSlotShareAsync(cancel);
        return Results.Ok(new AuditView(
            await ledger.FindAuditedUntilAsync(cancel), share.Due, share.WithBook, share.Share, [.. findings.Select(FindingView.Of)]));
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
}

/// <summary>How complete the facts are and what is wrong with their evidence.</summary>
/// <param name="AuditedUntil">Slots of the last days that ended by then were audited, UTC; null while no audit was made.</param>
/// <param name="DueSlots">Number of due slots, of all markets, that ended in the last day.</param>
/// <param name="BookSlots">Number of them that have their book.</param>
/// <param name="Share">bookSlots / dueSlots, as a fraction; null when no slot was due.</param>
/// <param name="Findings">What is wrong and could not be repaired.</param>
internal sealed record AuditView(DateTimeOffset? AuditedUntil, long DueSlots, long BookSlots, double? Share, IReadOnlyList<FindingView> Findings);

/// <summary>Something wrong with one archived object.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">Start of the slot, UTC.</param>
/// <param name="Kind">missing_object: facts name it and it is not in the archive; damaged_object: its bytes do not match its hash or the facts, or cannot be read while others can; unnamed_object: no pull names it and no facts could be made of it.</param>
/// <param name="ArchiveKey">Where the object lies or should lie in the archive.</param>
/// <param name="Message">What exactly was seen.</param>
/// <param name="FoundAt">When it was first seen, UTC.</param>
/// <param name="ResolvedAt">When an audit of the slot no longer saw it, UTC; null while it stands.</param>
internal sealed record FindingView(
    string Market, DateTimeOffset Slot, string Kind, string ArchiveKey, string Message, DateTimeOffset FoundAt, DateTimeOffset? ResolvedAt)
{
    public static FindingView Of(RecordedFinding found) =>
        new(found.Market.ToString(), found.Slot.Start, found.Finding.Kind.Text(), found.Finding.Key, found.Finding.Message, found.FoundAt, found.ResolvedAt);
}
