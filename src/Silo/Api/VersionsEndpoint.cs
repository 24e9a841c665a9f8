using OrderBookSilo.Core;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces;
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
        routes.MapPut($"{Root}/{{version}}/promoted", (string version, HttpRequest request, IVersionStore ledger, TimeProvider time, CancellationToken cancel) =>
                PromoteAsync(version, time.GetUtcNow(), request, ledger, cancel))
            .WithSummary("From now on the views show this version wherever it covers a slot. Answers all versions.")
            .Produces<IReadOnlyList<VersionView>>();
        routes.MapDelete($"{Root}/{{version}}/promoted", (string version, HttpRequest request, IVersionStore ledger, CancellationToken cancel) =>
                PromoteAsync(version, null, request, ledger, cancel))
            .WithSummary("The views no longer show this version. Answers all versions.")
            .Produces<IReadOnlyList<VersionView>>();
        routes.MapDelete($"{Root}/{{version}}", DropAsync)
            .WithSummary("Deletes a version and all its facts; live and what is promoted stay. Answers the versions that are left.")
            .Produces<IReadOnlyList<VersionView>>();
    }

    private static async Task<IResult> ListAsync(HttpRequest request, IVersionStore ledger, CancellationToken cancel) =>
        Query.RefuseAny(request) ?? Results.Ok((await ledger.ListVersionsAsync(cancel)).Select(VersionView.Of));

    private static async Task<IResult> CompareAsync(string one, HttpRequest request, IVersionStore ledger, IMarketReader warehouse, CancellationToken cancel)
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

    private static async Task<IResult> PromoteAsync(string version, DateTimeOffset? at, HttpRequest request, IVersionStore ledger, CancellationToken cancel)
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
        return isThere ? Results.Ok(versions.Select(VersionView.Of)) : NoVersion(version, versions.Select(known => known.Name));
    }

    private static async Task<IResult> DropAsync(string version, HttpRequest request, IVersionStore ledger, CancellationToken cancel)
    {
        if (Query.RefuseAny(request) is { } refusal)
        {
            return refusal;
        }

        var versions = (await ledger.ListVersionsAsync(cancel)).Select(known => known.Name).ToList();
        return version == ReplayRequest.LiveVersion ? Problems.BadRequest("the facts of live are not dropped")
            : !versions.Contains(version) ? NoVersion(version, versions)
            : await ledger.DropVersionAsync(version, cancel) is { } reason ? Problems.Conflict(reason)
            : Results.Ok((await ledger.ListVersionsAsync(cancel)).Select(VersionView.Of));
    }

    private static IResult NoVersion(string name, IEnumerable<string> versions) =>
        Problems.NotFound($"there is no version '{Query.Shown(name)}'; there are {string.Join(", ", versions)}");
}

/// <summary>A version of the facts.</summary>
/// <param name="Version">Its name.</param>
/// <param name="OrderSizes">That it was computed with, in quote; null for those configured.</param>
/// <param name="FeeProfile">That it was computed with, none for no fees; null for the fees configured.</param>
/// <param name="FillPolicy">That it was computed with; null for the one configured.</param>
/// <param name="CreatedAt">When the first replay into it was ordered, UTC.</param>
/// <param name="PromotedAt">Since when the views show it, UTC; null while they do not.</param>
/// <param name="Books">That replays computed for it; null for live.</param>
/// <param name="From">Start of the range that replays computed for it, UTC; null for live.</param>
/// <param name="To">Its end, UTC; null for live.</param>
internal sealed record VersionView(
    string Version,
    IReadOnlyList<string>? OrderSizes,
    string? FeeProfile,
    string? FillPolicy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PromotedAt,
    long? Books,
    DateTimeOffset? From,
    DateTimeOffset? To)
{
    public static VersionView Of(DataVersion version) => new(
        version.Name, version.OrderSizes is { } sizes ? [.. sizes.Select(size => size.ToString())] : null, version.FeeProfile, version.FillPolicy?.Text(),
        version.CreatedAt, version.PromotedAt, version.Books, version.From, version.To);
}

/// <summary>How two versions differ.</summary>
/// <param name="One">The one version.</param>
/// <param name="Other">The other.</param>
/// <param name="Slots">Slots that both cover, of all markets.</param>
/// <param name="Rows">Rows that differ, or that only one of the two has.</param>
/// <param name="First">The first of them, field by field; stored is the one's value, replayed the other's.</param>
internal sealed record DifferencesView(string One, string Other, long Slots, long Rows, IReadOnlyList<ReplayFindingAnswer> First);
