using OrderBookSilo.Core;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api;

/// <summary>Finds what can be repaired, removes what is wrong, and orders the replays that compute it again.</summary>
internal sealed class Repairs(
    IRepairStore store, ReplayRequests requests, IReplayLedger ledger, IGrainFactory grains, SplitSettings splits, TimeProvider time)
{
    /// <summary>How much one call finds and repairs.</summary>
    public const int FoundMax = 1_000;

    private const int ReplaysMax = 100;

    /// <summary>What the versions are called in which books are no longer falsely whole.</summary>
    private const string WholePrefix = "whole-";

    private readonly RepairRules rules = new(
        splits.Deadline, [.. VenueCatalog.All.Where(venue => venue.SendsWholeBook).Select(venue => venue.Code)]);

    public async Task<RepairsView> FindAsync(CancellationToken cancel)
    {
        var found = await store.FindRepairableAsync(rules, FoundMax, cancel);
        return new RepairsView(false, [.. found.Select(one => ViewOf(one, isRepaired: false))], [], null, null, found.Count == FoundMax);
    }

    public async Task<RepairsView> ApplyAsync(CancellationToken cancel)
    {
        var found = await store.FindRepairableAsync(rules, FoundMax, cancel);
        cancel.ThrowIfCancellationRequested();

        // What was begun is completed, whatever becomes of the caller: removed splits have to be computed again.
        var version = $"{WholePrefix}{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss}";
        var books = await ReplayAsync([.. found.Where(one => one.Kind == RepairKind.FalseWhole)], ReplayMode.Version, version);
        var views = new List<RepairView>();
        foreach (var one in found)
        {
            views.Add(ViewOf(one, one.Kind == RepairKind.FalseWhole ? books.Id is not null : await store.RepairAsync(one, rules, CancellationToken.None)));
        }

        var splits = await ReplayAsync([.. found.Where(one => one.Kind == RepairKind.LateSplit)], ReplayMode.Fill, version: null);
        return new RepairsView(
            true,
            views,
            [.. new[] { splits.Id, books.Id }.OfType<string>()],
            books.Id is null ? null : version,
            splits.Problem ?? books.Problem,
            found.Count == FoundMax);
    }

    /// <summary>Orders one replay over the slots of all of them that have ended; neither a name nor a problem when there are none.</summary>
    private async Task<(string? Id, string? Problem)> ReplayAsync(IReadOnlyList<Repairable> all, ReplayMode mode, string? version)
    {
        if (all.Count == 0)
        {
            return (null, null);
        }

        var running = await ledger.ListReplaysAsync(ReplaysMax, CancellationToken.None);
        if (version is not null
            && running.Any(job => job.State == ReplayState.Running && job.Request.Version?.StartsWith(WholePrefix, StringComparison.Ordinal) == true))
        {
            return (null, "books are being computed again by a replay that runs: ./orderbook replay list");
        }

        var (from, to) = (all.Min(one => one.Slot.Start), Earlier(all.Max(one => one.LastSlot + one.Slot.Length), requests.RangeEnd));
        if (from >= to)
        {
            return (null, "its slots have not ended, or have only just; repeat the command in a few minutes");
        }

        var request = new ReplayRequest(from, to, [], OrderSizes: null, FeeProfile: null, FillPolicy: null, mode, version, IsDry: false);
        var (job, problem) = await requests.PlanAsync(request, CancellationToken.None);
        problem ??= await ledger.AddReplayAsync(job!, CancellationToken.None);
        if (problem is not null)
        {
            return (null, $"{problem}; repeat the command once that is mended");
        }

        await grains.GetGrain<IReplayGrain>(job!.Id).RunAsync();
        return (job.Id, null);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static RepairView ViewOf(Repairable one, bool isRepaired) =>
        new(one.Kind.Text(), one.Subject, one.Slot.Start, one.Books, one.LastSlot, isRepaired);
}
