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
        var views = new List<RepairView>();
        foreach (var one in found)
        {
            views.Add(ViewOf(one, one.Kind == RepairKind.FalseWhole || await store.RepairAsync(one, rules, cancel)));
        }

        var version = $"whole-{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss}";
        var splits = await ReplayAsync([.. found.Where(one => one.Kind == RepairKind.LateSplit)], ReplayMode.Fill, version: null, cancel);
        var books = await ReplayAsync([.. found.Where(one => one.Kind == RepairKind.FalseWhole)], ReplayMode.Version, version, cancel);
        return new RepairsView(
            true,
            views,
            [.. new[] { splits.Id, books.Id }.OfType<string>()],
            books.Id is null ? null : version,
            splits.Problem ?? books.Problem,
            found.Count == FoundMax);
    }

    /// <summary>Orders one replay over the slots of all of them; neither a name nor a problem when there are none.</summary>
    private async Task<(string? Id, string? Problem)> ReplayAsync(
        IReadOnlyList<Repairable> all, ReplayMode mode, string? version, CancellationToken cancel)
    {
        if (all.Count == 0)
        {
            return (null, null);
        }

        var (from, to) = (all.Min(one => one.Slot.Start), all.Max(one => one.LastSlot + one.Slot.Length));
        var request = new ReplayRequest(from, to, [], OrderSizes: null, FeeProfile: null, FillPolicy: null, mode, version, IsDry: false);
        var (job, problem) = await requests.PlanAsync(request, cancel);
        problem ??= await ledger.AddReplayAsync(job!, cancel);
        if (problem is not null)
        {
            return (null, $"{problem}; order it yourself: ./orderbook replay --from {from.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'}");
        }

        await grains.GetGrain<IReplayGrain>(job!.Id).RunAsync();
        return (job.Id, null);
    }

    private static RepairView ViewOf(Repairable one, bool isRepaired) =>
        new(one.Kind.Text(), one.Subject, one.Slot.Start, one.Books, one.LastSlot, isRepaired);
}
