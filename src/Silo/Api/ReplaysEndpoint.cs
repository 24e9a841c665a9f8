using OrderBookSilo.Core;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Grains.Replays;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/replays</c>: computing facts again from the archive.</summary>
internal static class ReplaysEndpoint
{
    private const string Root = "/api/replays";
    private const int ListMax = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var replays = routes.MapTopic(ApiTags.Replays);
        replays.MapPost(Root, StartAsync)
            .Describe("startReplay", "Starts computing the facts of a range of slots again from the archive, on all silos, and returns the replay's name.")
            .Takes(ReplayRequests.Parameters)
            .WithDescription(
                "Without into, facts that live lacks are added, existing ones are not changed, and differences are reported. Sizes, fees and fill "
                + "default to the configuration.")
            .Produces<ReplayView>(StatusCodes.Status202Accepted)
            .Fails(409);
        replays.MapGet(Root, ListAsync).Describe("listReplays", $"The latest replays, newest first, at most {ListMax}.").Produces<IReadOnlyList<ReplayView>>();
        replays.MapGet($"{Root}/{{id}}", GetAsync).Describe("getReplay", "The progress of a replay.").Produces<ReplayView>().Fails(404);
        replays.MapGet($"{Root}/{{id}}/findings", FindingsAsync)
            .Describe("listReplayFindings", $"Findings of a replay about single objects and rows, at most {ReplayJob.FindingsMax}.")
            .Produces<IReadOnlyList<ReplayFindingAnswer>>()
            .Fails(404);
        replays.MapDelete($"{Root}/{{id}}", CancelAsync)
            .Describe("cancelReplay", "Cancels a replay: pages in progress are finished, and what was written is kept.")
            .Produces<ReplayView>()
            .Fails(404);
    }

    private static async Task<IResult> StartAsync(
        HttpContext http, Query query, ReplayRequests requests, IReplayLedger ledger, IGrainFactory grains, TimeProvider time, CancellationToken cancel)
    {
        var replay = requests.Read(query);
        var (job, problem) = await requests.PlanAsync(replay, cancel);
        if (job is null)
        {
            return Problems.BadRequest(problem!);
        }

        if (await ledger.AddReplayAsync(job, cancel) is { } conflict)
        {
            return Problems.Conflict(conflict);
        }

        Changes.Made(http, job.Id);
        await grains.GetGrain<IReplayGrain>(job.Id).RunAsync();
        return Results.Accepted($"{Root}/{job.Id}", ViewOf(job, time.GetUtcNow()));
    }

    private static async Task<IResult> ListAsync(IReplayLedger ledger, TimeProvider time, CancellationToken cancel) =>
        Results.Ok((await ledger.ListReplaysAsync(ListMax, cancel)).Select(job => ViewOf(job, time.GetUtcNow())));

    private static async Task<IResult> GetAsync(string id, IReplayLedger ledger, TimeProvider time, CancellationToken cancel) =>
        await ledger.FindReplayAsync(id, cancel) is { } job ? Results.Ok(ViewOf(job, time.GetUtcNow())) : NoReplay(id);

    private static async Task<IResult> FindingsAsync(string id, IReplayLedger ledger, CancellationToken cancel) =>
        await ledger.FindReplayAsync(id, cancel) is null ? NoReplay(id)
        : Results.Ok((await ledger.ReadReplayFindingsAsync(id, ReplayJob.FindingsMax, cancel)).Select(ReplayFindings.AnswerOf));

    private static async Task<IResult> CancelAsync(string id, IReplayLedger ledger, TimeProvider time, CancellationToken cancel)
    {
        await ledger.EndReplayAsync(id, ReplayState.Cancelled, null, time.GetUtcNow(), cancel);
        return await GetAsync(id, ledger, time, cancel);
    }

    private static IResult NoReplay(string id) => Problems.NotFound($"there is no replay '{Shown.Of(id)}'; GET {Root} lists the latest");

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
