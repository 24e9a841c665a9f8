using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Simulation.World;

/// <summary>The stored splits of one asset, by slot.</summary>
internal sealed class SplitFacts
{
    /// <summary>Slots with a book that was stored since they were last found to have all their splits.</summary>
    private readonly SortedDictionary<DateTimeOffset, Slot> outdated = [];

    public SortedDictionary<DateTimeOffset, StoredSplits> Stored { get; } = [];

    public IReadOnlyList<Slot> Outdated => [.. outdated.Values];

    public void Outdate(Slot slot) => outdated[slot.Start] = slot;

    public void Settle(Slot slot) => outdated.Remove(slot.Start);
}

/// <summary>The splits of one slot.</summary>
/// <param name="StoredAs">The number of the write that stored them.</param>
internal sealed record StoredSplits(IReadOnlyList<SlotSplit> Splits, long StoredAs);
