using OrderBookSilo.Core;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Silo.Api.Requests;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/audit</c>: the audit's findings, and auditing a range again.</summary>
internal static class AuditEndpoint
{
    private const int RowsMax = 10_000;

    private static readonly QueryParameter<DateTimeOffset?> From = Parameter.Instant("from", "First slot; without from and to, every unresolved finding.");
    private static readonly QueryParameter<DateTimeOffset?> To = Parameter.Instant("to", "End of the range, not included.");
    private static readonly QueryParameter<string?> OneMarket = MarketName("market", "Only this market.");
    private static readonly QueryParameter<DateTimeOffset?> ContinueAt = Parameter.Instant("continueAt", "Where to continue: continueAt of the previous answer.");
    private static readonly QueryParameter<string?> ContinueAfter = MarketName("continueAfter", "The market to continue after: continueAfter of the previous answer; only with continueAt.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var audit = routes.MapTopic(ApiTags.Audit);
        audit.MapGet("/api/audit", ReadAsync)
            .Describe("getAudit", "How many slots have their book, and problems with archived evidence.", $"At most {RowsMax} findings, newest first.")
            .Takes(From, To)
            .Produces<AuditView>();
        audit.MapPost("/api/audit", RunAsync)
            .Describe("runAudit", "Audits a range of slots again, a part in each call: repairs facts, records gaps and reports findings.")
            .Takes(CommonParameters.From, CommonParameters.To, OneMarket, ContinueAt, ContinueAfter)
            .Produces<AuditAnswer>();
    }

    private static async Task<IResult> ReadAsync(
        Query query, IAuditLedger ledger, IAuditReader audits, IMarketReader markets, SiloSettings settings, TimeProvider time, CancellationToken cancel)
    {
        var range = CommonParameters.Range(query.Read(From), query.Read(To), time);
        var hasRange = query.Has(From) || query.Has(To);
        var findings = await audits.ReadFindingsAsync(hasRange ? range : null, RowsMax, cancel);
        var share = await audits.ReadSlotShareAsync(cancel);
        var started = (await markets.ListMarketsAsync(cancel)).Where(record => record.WasStarted).Select(record => record.Market);
        return Results.Ok(new AuditView(
            await ledger.FindAuditedUntilAsync(cancel),
            share.Due,
            share.WithBook,
            share.Share,
            [.. findings.Select(ViewOf)],
            [.. settings.Markets.Except(started).Select(market => market.ToString())]));
    }

    private static async Task<IResult> RunAsync(Query query, IGrainFactory grains, TimeProvider time)
    {
        var (from, to) = query.ReadRange(time);
        var (market, at, after) = (query.Read(OneMarket), query.Read(ContinueAt), query.Read(ContinueAfter));
        if (after is not null && at is null)
        {
            throw new QueryException("continueAfter needs continueAt");
        }

        return Results.Ok(await grains.GetGrain<IAuditGrain>(IAuditGrain.Key).AuditRangeAsync(new AuditQuestion(from, to, market, at, after)));
    }

    private static QueryParameter<string?> MarketName(string name, string description) =>
        new(name, description, text => text is null || Market.TryParse(text, out _) ? text : throw new QueryException(QuestionRules.NotMarket(text)))
        {
            Example = "coinbase:BTC-USD",
        };

    private static FindingView ViewOf(RecordedFinding found) =>
        new(found.Market.ToString(), found.Slot.Start, found.Finding.Kind.Text(), found.Finding.Key, found.Finding.Message, found.FoundAt, found.ResolvedAt);
}
