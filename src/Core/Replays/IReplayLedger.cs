using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Replays;

/// <summary>Records replays and their progress. Every method throws <see cref="StoreUnavailableException"/> when the database cannot be reached.</summary>
public interface IReplayLedger
{
    /// <summary>
    /// Records a new replay. Returns null, or a sentence why it was refused: its version was computed differently or is being
    /// written.
    /// </summary>
    Task<string?> AddReplayAsync(ReplayJob job, CancellationToken cancel);

    Task<ReplayJob?> FindReplayAsync(string id, CancellationToken cancel);

    /// <summary>The most recent replays, newest first.</summary>
    Task<IReadOnlyList<ReplayJob>> ListReplaysAsync(int countMax, CancellationToken cancel);

    /// <summary>
    /// Records the progress and findings of a running replay; false when it has ended or its progress is no longer
    /// <paramref name="before"/>.
    /// </summary>
    Task<bool> SaveProgressAsync(string id, ReplayProgress before, ReplayProgress after, IReadOnlyList<ReplayFinding> findings, DateTimeOffset at, CancellationToken cancel);

    /// <summary>Ends a running replay; one that has ended is not changed.</summary>
    Task EndReplayAsync(string id, ReplayState state, string? message, DateTimeOffset at, CancellationToken cancel);

    Task<IReadOnlyList<ReplayFinding>> ReadReplayFindingsAsync(string id, int countMax, CancellationToken cancel);
}
