using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>The facts, whichever silo wrote them: the rules of the tables without the tables.</summary>
internal sealed class SimulatedWarehouse(DateTimeOffset activeFrom, Plant plant)
{
    public DateTimeOffset ActiveFrom => activeFrom;

    public Dictionary<Market, SortedDictionary<DateTimeOffset, SlotRows>> Markets { get; } = [];

    public SlotRows RowsOf(Market market, Slot slot)
    {
        var slots = Markets[market];
        if (!slots.TryGetValue(slot.Start, out var rows))
        {
            slots[slot.Start] = rows = new SlotRows(slot);
        }

        return rows;
    }

    public bool Commit(Snapshot snapshot)
    {
        var capture = snapshot.Capture;
        var rows = RowsOf(capture.Market, capture.Slot);
        if (plant == Plant.CommitTwice || rows.Books.Count == 0)
        {
            rows.Books.Add(plant == Plant.FillLost && snapshot.Fills is [{ Fills.Count: > 1 } first, ..]
                ? snapshot with { Fills = [first with { Fills = [.. first.Fills.Skip(1)] }, .. snapshot.Fills.Skip(1)] }
                : snapshot);
            rows.Pulls.TryAdd(capture.RequestedAt, new PullRow("book", capture.Sha256, snapshot.ArchiveKey, null));
            rows.Gap = plant == Plant.GapStays ? rows.Gap : null;
            return true;
        }

        if (rows.Books[0].ArchiveKey != snapshot.ArchiveKey)
        {
            rows.Pulls.TryAdd(capture.RequestedAt, new PullRow("superseded", capture.Sha256, snapshot.ArchiveKey, null));
        }

        return false;
    }

    public void Fail(FailedPull pull)
    {
        if (plant != Plant.FailureDropped)
        {
            RowsOf(pull.Market, pull.Slot).Pulls.TryAdd(pull.RequestedAt, new PullRow("failed", pull.Sha256, pull.ArchiveKey, pull.Failure.Kind));
        }
    }

    public void RecordGap(Market market, Slot slot, DateTimeOffset at)
    {
        var rows = RowsOf(market, slot);
        if (rows.Books.Count == 0 && rows.Gap is null)
        {
            rows.Gap = new GapRow(at);
        }
    }

    /// <summary>The due slots without an outcome from an instant up to a slot, oldest first.</summary>
    public IEnumerable<Slot> OpenSlots(Market market, DateTimeOffset from, Slot before)
    {
        for (var slot = Slot.Containing(from > activeFrom ? from : activeFrom, before.Length); slot.Start < before.Start; slot = slot.Next)
        {
            if (!Markets[market].TryGetValue(slot.Start, out var rows) || (rows.Books.Count == 0 && rows.Gap is null))
            {
                yield return slot;
            }
        }
    }
}

/// <summary>The facts of one slot.</summary>
internal sealed class SlotRows(Slot slot)
{
    public Slot Slot => slot;

    /// <summary>At most one, unless something is wrong.</summary>
    public List<Snapshot> Books { get; } = [];

    public GapRow? Gap { get; set; }

    /// <summary>By the time of the request, the key of a pull.</summary>
    public Dictionary<DateTimeOffset, PullRow> Pulls { get; } = [];
}

/// <summary>A row of <c>fact_pull</c>.</summary>
internal sealed record PullRow(string Outcome, string? Sha256, string? ArchiveKey, FailureKind? Kind);

/// <summary>A row of <c>fact_gap</c>.</summary>
internal sealed record GapRow(DateTimeOffset RecordedAt);
