using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Replays;

/// <summary>
/// Finds and repairs what earlier versions of the software, or a wrong clock, left in <c>live</c>. Every method throws
/// <see cref="StoreUnavailableException"/> when the database cannot be reached.
/// </summary>
public interface IRepairStore
{
    /// <summary>What can be repaired, by kind, then by slot.</summary>
    Task<IReadOnlyList<Repairable>> FindRepairableAsync(RepairRules rules, int countMax, CancellationToken cancel);

    /// <summary>
    /// Removes the rows from <c>live</c> and keeps them in <c>repair_record</c>, in one transaction; false when there is nothing
    /// to repair any more.
    /// </summary>
    Task<bool> RepairAsync(Repairable found, RepairRules rules, CancellationToken cancel);
}

/// <summary>What decides whether facts are wrong.</summary>
/// <param name="SplitDeadline">Time after the start of a slot by which its books have to be received for its splits.</param>
/// <param name="WholeVenues">Codes of the venues that promise whole books.</param>
public sealed record RepairRules(TimeSpan SplitDeadline, IReadOnlyList<string> WholeVenues);

public enum RepairKind
{
    /// <summary>A gap of a slot that has not ended.</summary>
    FutureGap,

    /// <summary>A book that was received later than now.</summary>
    FutureBook,

    /// <summary>Splits that left a market out as late although its book was received by the deadline.</summary>
    LateSplit,

    /// <summary>Books that are called whole although their venue does not promise it.</summary>
    FalseWhole,
}

/// <summary>Something that can be repaired.</summary>
/// <param name="Subject">The market, or the asset of splits.</param>
/// <param name="Slot">The slot; of several books the first.</param>
/// <param name="Books">Number of books that it concerns.</param>
/// <param name="LastSlot">Start of the last slot, UTC.</param>
public sealed record Repairable(RepairKind Kind, string Subject, Slot Slot, long Books, DateTimeOffset LastSlot);
