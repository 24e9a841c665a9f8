using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Grains.Registry;
using OrderBookSilo.Grains.Replays;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/versions</c>: the versions of the facts, their differences, and which of them the views show.</summary>
internal static class VersionsEndpoint
{
    private const string Root = "/api/versions";

    private static readonly QueryParameter<string> With = Parameter.Required("with", "The other version.", "live", "name the other version");
    private static readonly QueryParameter<DateTimeOffset?> From = Parameter.Instant("from", "First slot; default the first one there is.");
    private static readonly QueryParameter<DateTimeOffset?> To = Parameter.Instant("to", "End of the range, not included; default after the last slot there is.");
    private static readonly QueryParameter<IReadOnlyList<Market>> Markets = Parameter.Markets("markets", "Only these markets, comma-separated; splits are compared only without it.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var versions = routes.MapTopic(ApiTags.Versions);
        versions.MapGet(Root, ListAsync).Describe("listVersions", "Every version of the facts; live is the one that pulls write.").Produces<IReadOnlyList<VersionView>>();
        versions.MapGet($"{Root}/{{one}}/differences", CompareAsync)
            .Describe("compareVersions", "The differences between two versions in the slots that both cover.", $"At most {RequestBounds.DifferenceRows} fields.")
            .Takes(With, From, To, Markets)
            .Produces<DifferencesView>()
            .Fails(404);
        versions.MapPut($"{Root}/{{version}}/promoted", (string version, IVersionStore ledger, TimeProvider time, CancellationToken cancel) =>
                PromoteAsync(version, time.GetUtcNow(), ledger, cancel))
            .Describe("promoteVersion", "Makes the views show this version wherever it covers a slot. Returns all versions.")
            .Produces<IReadOnlyList<VersionView>>()
            .Fails(404, 409);
        versions.MapDelete($"{Root}/{{version}}/promoted", (string version, IVersionStore ledger, CancellationToken cancel) =>
                PromoteAsync(version, null, ledger, cancel))
            .Describe("demoteVersion", "Makes the views stop showing this version. Returns all versions.")
            .Produces<IReadOnlyList<VersionView>>()
            .Fails(404, 409);
        versions.MapDelete($"{Root}/{{version}}", DropAsync)
            .Describe("dropVersion", "Deletes a version and all its facts; live and promoted versions cannot be dropped. Returns the remaining versions.")
            .Produces<IReadOnlyList<VersionView>>()
            .Fails(404, 409);
    }

    private static async Task<IResult> ListAsync(IVersionStore ledger, CancellationToken cancel) =>
        Results.Ok((await ledger.ListVersionsAsync(cancel)).Select(ViewOf));

    private static async Task<IResult> CompareAsync(string one, Query query, IVersionStore ledger, KnownMarkets listed, CancellationToken cancel)
    {
        var (from, to) = (query.Read(From) ?? DateTimeOffset.UnixEpoch, query.Read(To) ?? DateTimeOffset.MaxValue.AddDays(-1));
        var (other, markets) = (query.Read(With), query.Read(Markets));
        if (one == other)
        {
            throw new QueryException($"with must be another version: {Shown.Of(one)} does not differ from itself");
        }

        var known = (await listed.GetAsync(cancel)).Markets.Select(listing => Market.Parse(listing.Market)).ToHashSet();
        if (markets.Where(market => !known.Contains(market)).ToList() is { Count: > 0 } unknown)
        {
            throw new QueryException($"unknown markets: {string.Join(", ", unknown)}");
        }

        var versions = (await ledger.ListVersionsAsync(cancel)).Select(version => version.Name).ToList();
        foreach (var name in new[] { one, other }.Except(versions))
        {
            return NoVersion(name, versions);
        }

        var difference = await ledger.CompareVersionsAsync(one, other, markets, from, to, RequestBounds.DifferenceRows, cancel);
        return Results.Ok(new DifferencesView(one, other, difference.Slots, difference.Rows, [.. difference.First.Select(ReplayFindings.AnswerOf)]));
    }

    private static async Task<IResult> PromoteAsync(string version, DateTimeOffset? at, IVersionStore ledger, CancellationToken cancel)
    {
        if (version == ReplayRequest.LiveVersion)
        {
            return Problems.BadRequest("live cannot be promoted or demoted: the views show it wherever nothing is promoted");
        }

        var isThere = await ledger.PromoteAsync(version, at, cancel);
        var versions = await ledger.ListVersionsAsync(cancel);
        return isThere ? Results.Ok(versions.Select(ViewOf)) : NoVersion(version, versions.Select(known => known.Name));
    }

    private static async Task<IResult> DropAsync(string version, IVersionStore ledger, CancellationToken cancel)
    {
        var versions = (await ledger.ListVersionsAsync(cancel)).Select(known => known.Name).ToList();
        return version == ReplayRequest.LiveVersion ? Problems.BadRequest("live cannot be dropped")
            : !versions.Contains(version) ? NoVersion(version, versions)
            : await ledger.DropVersionAsync(version, cancel) is { } reason ? Problems.Conflict(reason)
            : Results.Ok((await ledger.ListVersionsAsync(cancel)).Select(ViewOf));
    }

    private static IResult NoVersion(string name, IEnumerable<string> versions) =>
        Problems.NotFound($"there is no version '{Shown.Of(name)}'; the versions are {string.Join(", ", versions)}");

    private static VersionView ViewOf(DataVersion version) => new(
        version.Name, version.OrderSizes is { } sizes ? [.. sizes.Select(size => size.ToString())] : null, version.FeeProfile, version.FillPolicy?.Text(),
        version.CreatedAt, version.PromotedAt, version.Books, version.From, version.To);
}
