using OrderBookSilo.Core;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/audit/log</c>: who changed what; for admins only, because it names keys and addresses.</summary>
internal static class AuditLogEndpoint
{
    public const string Root = "/api/audit/log";

    private const int RowsMax = 10_000;
    private const int RowsDefault = 1_000;

    private static readonly QueryParameter<DateTimeOffset?> From = Parameter.Instant("from", "First time; default 24 hours ago.");
    private static readonly QueryParameter<DateTimeOffset?> To = Parameter.Instant("to", "End of the range, not included; default now.");
    private static readonly QueryParameter<int?> Limit = Parameter.Integer("limit", $"How many at most; default {RowsDefault}.", 1, RowsMax, 100);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapTopic(ApiTags.Audit).MapGet(Root, ReadAsync)
            .Describe("listChanges", "Every change that was asked for over HTTP or through a cluster's gateway, newest first.", "With a key, only for one of scope admin. Entries are kept for the configured time.")
            .Takes(From, To, Limit)
            .Produces<IReadOnlyList<ChangeView>>();

    private static async Task<IResult> ReadAsync(Query query, IAuditLog log, TimeProvider time, CancellationToken cancel)
    {
        var (from, to) = CommonParameters.Range(query.Read(From), query.Read(To), time);
        var changes = await log.ReadAsync(from, to, query.Read(Limit) ?? RowsDefault, cancel);
        return Results.Ok(changes.Select(ViewOf));
    }

    private static ChangeView ViewOf(RecordedChange change) => new(
        change.At, change.Caller.Text(), change.KeyName, change.Address, change.Action, change.Subject, change.Parameters, change.Outcome.Text(), change.Status);
}
