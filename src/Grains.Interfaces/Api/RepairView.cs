namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>What can be repaired, or was.</summary>
/// <param name="Applied">Whether it was repaired; false when it was only looked for.</param>
/// <param name="Found">What was found, by kind, then by slot.</param>
/// <param name="Replays">Names of the replays that compute again what was removed; empty when it was only looked for.</param>
/// <param name="Version">The version into which a replay computes books again that are falsely called whole; promote it once the replay is done. Null when there is none.</param>
/// <param name="Problem">Why some of it could not be computed again; null when it could.</param>
/// <param name="IsMore">Whether there is more than one call finds; repeat it.</param>
public sealed record RepairsView(
    bool Applied, IReadOnlyList<RepairView> Found, IReadOnlyList<string> Replays, string? Version, string? Problem, bool IsMore);

/// <summary>One thing that can be repaired.</summary>
/// <param name="Kind">future_gap: a gap of a slot that has not ended; future_book: a book received later than now; late_split: splits that left a market out as late although its book was received by the deadline; false_whole: books that are called whole although their venue does not promise it.</param>
/// <param name="Subject">The market, or the asset of splits.</param>
/// <param name="Slot">[UTC] Start of the slot, of several books that of the first, UTC.</param>
/// <param name="Books">Number of books that it concerns.</param>
/// <param name="LastSlot">[UTC] Start of the last slot, UTC.</param>
/// <param name="Repaired">Whether this call removed it or had it computed again.</param>
public sealed record RepairView(string Kind, string Subject, DateTimeOffset Slot, long Books, DateTimeOffset LastSlot, bool Repaired);
