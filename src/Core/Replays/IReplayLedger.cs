using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Replays;

/// <summary>Replays and versions as the warehouse keeps them. Every method throws <see cref="Failures.StoreUnavailableException"/> when the database cannot be reached.</summary>
public interface IReplayLedger
{
    /// <summary>Keeps a new replay; a sentence why not when its version was computed in another way or is being written.</summary>
    Task<string?> AddReplayAsync(ReplayJob job, CancellationToken cancel);

    Task<ReplayJob?> FindReplayAsync(string id, CancellationToken cancel);

    /// <summary>The latest replays, newest first.</summary>
    Task<IReadOnlyList<ReplayJob>> ListReplaysAsync(int countMax, CancellationToken cancel);

    /// <summary>Keeps how far a replay came and what it found, if it still runs and nobody else has kept another; false when not.</summary>
    Task<bool> SaveProgressAsync(string id, ReplayProgress before, ReplayProgress after, IReadOnlyList<ReplayFinding> findings, DateTimeOffset at, CancellationToken cancel);

    /// <summary>Ends a replay that runs; one that has ended stays as it is.</summary>
    Task EndReplayAsync(string id, ReplayState state, string? message, DateTimeOffset at, CancellationToken cancel);

    Task<IReadOnlyList<ReplayFinding>> ReadReplayFindingsAsync(string id, int countMax, CancellationToken cancel);

    /// <summary>Every version, <c>live</c> included, in order of their making.</summary>
    Task<IReadOnlyList<DataVersion>> ListVersionsAsync(CancellationToken cancel);

    /// <summary>The views show a version from now on where it covers a slot, or no more; false when there is no such version.</summary>
    Task<bool> PromoteAsync(string version, DateTimeOffset? at, CancellationToken cancel);

    /// <summary>Deletes a version and its facts, month by month; a sentence why not when it is shown or being written.</summary>
    Task<string?> DropVersionAsync(string version, CancellationToken cancel);

    /// <summary>What differs between two versions in slots that start in [from, to) and that both cover.</summary>
    Task<VersionDifference> CompareVersionsAsync(
        string one, string other, IReadOnlyList<Market> markets, DateTimeOffset from, DateTimeOffset to, int firstMax, CancellationToken cancel);
}

/// <summary>A version of the facts. What is null was as configured.</summary>
/// <param name="PromotedAt">Since when the views show it; null while they do not.</param>
/// <param name="Books">That replays computed for it; null for <c>live</c>.</param>
/// <param name="From">Start of the range that replays computed for it; null for <c>live</c>.</param>
public sealed record DataVersion(
    string Name,
    IReadOnlyList<Exact>? OrderSizes,
    string? FeeProfile,
    FillPolicy? FillPolicy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PromotedAt,
    long? Books,
    DateTimeOffset? From,
    DateTimeOffset? To);

/// <summary>How two versions differ.</summary>
/// <param name="Slots">Slots that both cover, of all markets.</param>
/// <param name="Rows">Rows that differ, or that only one of the two has.</param>
/// <param name="First">The first of them; a stored value is of the one, a replayed one of the other.</param>
public sealed record VersionDifference(long Slots, long Rows, IReadOnlyList<ReplayFinding> First);
