using OrderBookSilo.Core;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Replays;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/replays</c>: computing facts again from the archive.</summary>
internal static class ReplaysEndpoint
{
    private const string Root = "/api/replays";
    private const int ListMax = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root, OrderAsync)
            .WithSummary("Computes the facts of a range of slots again from the archive, on all silos, and tells under which name.")
            .WithDescription(
                "Query: from=, to= (slots; default to, and at most: the last slot that ended a few minutes ago), markets= (comma-separated; default all, and only then "
                + "splits too), sizes= (order sizes in quote), fees=none|PROFILE, fill=exact|under|over|seed (what is not given is as configured), "
                + "into=VERSION (writes a version of its own; without it what live lacks is added, nothing that is there changes, and differences are "
                + "reported), dryRun=true (writes nothing), verify=true (compares with live both ways and writes nothing).")
            .Produces<ReplayView>(StatusCodes.Status202Accepted);
        routes.MapGet(Root, ListAsync).WithSummary($"The latest replays, newest first, at most {ListMax}.").Produces<IReadOnlyList<ReplayView>>();
        routes.MapGet($"{Root}/{{id}}", GetAsync).WithSummary("How far a replay is.").Produces<ReplayView>();
        routes.MapGet($"{Root}/{{id}}/findings", FindingsAsync)
            .WithSummary($"What a replay reports of single objects and rows, at most {ReplayJob.FindingsMax}.")
            .Produces<IReadOnlyList<ReplayFindingAnswer>>();
        routes.MapDelete($"{Root}/{{id}}", CancelAsync)
            .WithSummary("Cancels a replay: pages in hand are finished, and what was written stays.")
            .Produces<ReplayView>();
    }

    private static async Task<IResult> OrderAsync(
        HttpRequest request, ReplayRequests requests, IReplayLedger ledger, IGrainFactory grains, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        var replay = requests.Read(query);
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var (job, problem) = await requests.PlanAsync(replay, cancel);
        if (job is null)
        {
            return Problems.BadRequest(problem!);
        }

        if (await ledger.AddReplayAsync(job, cancel) is { } conflict)
        {
            return Problems.Conflict(conflict);
        }

        await grains.GetGrain<IReplayGrain>(job.Id).RunAsync();
        return Results.Accepted($"{Root}/{job.Id}", ViewOf(job, time.GetUtcNow()));
    }

    private static async Task<IResult> ListAsync(HttpRequest request, IReplayLedger ledger, TimeProvider time, CancellationToken cancel) =>
        Query.RefuseAny(request) ?? Results.Ok((await ledger.ListReplaysAsync(ListMax, cancel)).Select(job => ViewOf(job, time.GetUtcNow())));

    private static async Task<IResult> GetAsync(string id, HttpRequest request, IReplayLedger ledger, TimeProvider time, CancellationToken cancel) =>
        Query.RefuseAny(request) ?? (await ledger.FindReplayAsync(id, cancel) is { } job ? Results.Ok(ViewOf(job, time.GetUtcNow())) : NoReplay(id));

    private static async Task<IResult> FindingsAsync(string id, HttpRequest request, IReplayLedger ledger, CancellationToken cancel) =>
        Query.RefuseAny(request) is { } refusal ? refusal
        : await ledger.FindReplayAsync(id, cancel) is null ? NoReplay(id)
        : Results.Ok((await ledger.ReadReplayFindingsAsync(id, ReplayJob.FindingsMax, cancel)).Select(ReplayFindings.AnswerOf));

    private static async Task<IResult> CancelAsync(string id, HttpRequest request, IReplayLedger ledger, TimeProvider time, CancellationToken cancel)
    {
        if (Query.RefuseAny(request) is { } refusal)
        {
            return refusal;
        }

        await ledger.EndReplayAsync(id, ReplayState.Cancelled, null, time.GetUtcNow(), cancel);
        return await GetAsync(id, request, ledger, time, cancel);
    }

    private static IResult NoReplay(string id) => Problems.NotFound($"there is no replay '{Query.Shown(id)}'; GET {Root} lists the latest");

    private static ReplayView ViewOf(ReplayJob job, DateTimeOffset now)
    {
        var (request, tally, done) = (job.Request, job.Progress.Tally, job.Progress.PagesDone);
        var seconds = ((job.EndedAt ?? now) - job.CreatedAt).TotalSeconds;
        return new ReplayView(
            job.Id, request.Mode.Text(), request.IsDry, request.Version, request.From, request.To, [.. request.Markets.Select(market => market.ToString())],
            request.OrderSizes is { } sizes ? [.. sizes.Select(size => size.ToString())] : null, request.FeeProfile, request.FillPolicy?.Text(), job.State.Text(),
            job.PageCount, done, tally.Books, tally.BodyBytes, tally.Rows, tally.Written, tally.Differences, tally.Problems,
            done == 0 || seconds <= 0 ? null : tally.Books / seconds,
            done == 0 || job.State != ReplayState.Running ? null : seconds / done * (job.PageCount - done),
            job.Message, job.CreatedAt, job.EndedAt);
    }
}
