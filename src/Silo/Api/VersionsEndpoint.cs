using OrderBookSilo.Core;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Replays;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/versions</c>: the versions of the facts, which differ how, and which the views show.</summary>
internal static class VersionsEndpoint
{
    private const string Root = "/api/versions";
    private const int RowsMax = 1_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, ListAsync).WithSummary("Every version of the facts; live is that of the pulls.").Produces<IReadOnlyList<VersionView>>();
        routes.MapGet($"{Root}/{{one}}/differences", CompareAsync)
            .WithSummary("What differs between two versions in the slots that both cover.")
            .WithDescription($"Query: with= (the other version), from=, to= (slots; default all), markets= (comma-separated; default all, and only then splits too); at most {RowsMax} fields.")
            .Produces<DifferencesView>();
        routes.MapPut($"{Root}/{{version}}/promoted", (string version, HttpRequest request, IReplayLedger ledger, TimeProvider time, CancellationToken cancel) =>
                PromoteAsync(version, time.GetUtcNow(), request, ledger, cancel))
            .WithSummary("From now on the views show this version wherever it covers a slot. Answers all versions.")
            .Produces<IReadOnlyList<VersionView>>();
        routes.MapDelete($"{Root}/{{version}}/promoted", (string version, HttpRequest request, IReplayLedger ledger, CancellationToken cancel) =>
                PromoteAsync(version, null, request, ledger, cancel))
            .WithSummary("The views no longer show this version. Answers all versions.")
            .Produces<IReadOnlyList<VersionView>>();
        routes.MapDelete($"{Root}/{{version}}", DropAsync)
            .WithSummary("Deletes a version and all its facts; live and what is promoted stay. Answers the versions that are left.")
            .Produces<IReadOnlyList<VersionView>>();
    }

    private static async Task<IResult> ListAsync(HttpRequest request, IReplayLedger ledger, CancellationToken cancel) =>
        Query.RefuseAny(request) ?? Results.Ok((await ledger.ListVersionsAsync(cancel)).Select(ViewOf));

    private static async Task<IResult> CompareAsync(string one, HttpRequest request, IReplayLedger ledger, IWarehouse warehouse, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("with", "from", "to", "markets");
        var (from, to) = (query.Instant("from", DateTimeOffset.UnixEpoch), query.Instant("to", DateTimeOffset.MaxValue.AddDays(-1)));
        var (other, markets) = (query.Text("with") ?? query.Wrong("with is missing; name the other version", ""), query.Markets("markets"));
        var known = (await warehouse.ListMarketsAsync(cancel)).Select(record => record.Market).ToHashSet();
        if (markets.Where(market => !known.Contains(market)).ToList() is { Count: > 0 } unknown)
        {
            query.Wrong($"no market {string.Join(", ", unknown)} is known here", 0);
        }

        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var versions = (await ledger.ListVersionsAsync(cancel)).Select(version => version.Name).ToList();
        foreach (var name in new[] { one, other }.Except(versions))
        {
            return NoVersion(name, versions);
        }

        var difference = await ledger.CompareVersionsAsync(one, other, markets, from, to, RowsMax, cancel);
        return Results.Ok(new DifferencesView(one, other, difference.Slots, difference.Rows, [.. difference.First.Select(ReplayFindings.AnswerOf)]));
    }

    private static async Task<IResult> PromoteAsync(string version, DateTimeOffset? at, HttpRequest request, IReplayLedger ledger, CancellationToken cancel)
    {
        if (Query.RefuseAny(request) is { } refusal)
        {
            return refusal;
        }

        if (version == ReplayRequest.LiveVersion)
        {
            return Problems.BadRequest("live is what the views show wherever nothing is promoted");
        }

        var isThere = await ledger.PromoteAsync(version, at, cancel);
        var versions = await ledger.ListVersionsAsync(cancel);
        return isThere ? Results.Ok(versions.Select(ViewOf)) : NoVersion(version, versions.Select(known => known.Name));
    }

    private static async Task<IResult> DropAsync(string version, HttpRequest request, IReplayLedger ledger, CancellationToken cancel)
    {
        if (Query.RefuseAny(request) is { } refusal)
        {
            return refusal;
        }

        var versions = (await ledger.ListVersionsAsync(cancel)).Select(known => known.Name).ToList();
        return version == ReplayRequest.LiveVersion ? Problems.BadRequest("the facts of live are not dropped")
            : !versions.Contains(version) ? NoVersion(version, versions)
            : await ledger.DropVersionAsync(version, cancel) is { } reason ? Problems.Conflict(reason)
            : Results.Ok((await ledger.ListVersionsAsync(cancel)).Select(ViewOf));
    }

    private static IResult NoVersion(string name, IEnumerable<string> versions) =>
        Problems.NotFound($"there is no version '{Query.Shown(name)}'; there are {string.Join(", ", versions)}");

    private static VersionView ViewOf(DataVersion version) => new(
        version.Name, version.OrderSizes is { } sizes ? [.. sizes.Select(size => size.ToString())] : null, version.FeeProfile, version.FillPolicy?.Text(),
        version.CreatedAt, version.PromotedAt, version.Books, version.From, version.To);
}
