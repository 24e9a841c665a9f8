using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>The facts, whichever silo wrote them: the rules of the tables without the tables.</summary>
internal sealed class SimulatedWarehouse(Plant plant)
{
    private long writes;

    /// <summary>The markets that have a row, in the order of their names.</summary>
    public SortedDictionary<Market, KnownMarket> Known { get; } = new(Comparer<Market>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString())));

    public Dictionary<Market, SortedDictionary<DateTimeOffset, SlotRows>> Markets { get; } = [];

    public SplitFacts Splits { get; } = new();

    /// <summary>The number of the next write of a book or of splits.</summary>
    public long NextWrite() => ++writes;

    /// <summary>Null while a market is stopped or was never started.</summary>
    public DateTimeOffset? ActiveFrom(Market market) => Known.TryGetValue(market, out var known) ? known.ActiveFrom : null;

    public SlotRows RowsOf(Market market, Slot slot)
    {
        var slots = Markets[market];
        if (!slots.TryGetValue(slot.Start, out var rows))
        {
            slots[slot.Start] = rows = new SlotRows(slot);
        }

        return rows;
    }

    public SlotRows? FindRows(Market market, DateTimeOffset slot) => Markets[market].GetValueOrDefault(slot);

    public bool Commit(Snapshot snapshot, DateTimeOffset at)
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
            rows.StoredAs = NextWrite();
            rows.StoredAt = at;
            Splits.Outdate(capture.Slot);
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
        if (plant == Plant.FailureDropped)
        {
            return;
        }

        var rows = RowsOf(pull.Market, pull.Slot);
        rows.Pulls.TryAdd(pull.RequestedAt, new PullRow("failed", pull.Sha256, pull.ArchiveKey, pull.Failure.Kind));
        rows.Gap = rows.Gap is { } gap ? gap with { Reason = rows.LastFailure } : null;
    }

    public void RecordGap(Market market, Slot slot, DateTimeOffset at)
    {
        var rows = RowsOf(market, slot);
        if (rows.Books.Count == 0 && rows.Gap is null)
        {
            rows.Gap = new GapRow(at, rows.LastFailure);
        }
    }

    /// <summary>The due slots without an outcome from an instant up to a slot, oldest first.</summary>
    public IEnumerable<Slot> OpenSlots(Market market, DateTimeOffset from, Slot before)
    {
        if (ActiveFrom(market) is not { } activeFrom)
        {
            yield break;
        }

        for (var slot = Slot.Containing(from > activeFrom ? from : activeFrom, before.Length); slot.Start < before.Start; slot = slot.Next)
        {
            if (!Markets[market].TryGetValue(slot.Start, out var rows) || (rows.Books.Count == 0 && rows.Gap is null))
            {
                yield return slot;
            }
        }
    }
}

/// <summary>A market's row with its only interval.</summary>
internal sealed record KnownMarket(DateTimeOffset? ActiveFrom, bool WasStarted);

/// <summary>The facts of one slot.</summary>
internal sealed class SlotRows(Slot slot)
{
    public Slot Slot => slot;

    /// <summary>At most one, unless something is wrong.</summary>
    public List<Snapshot> Books { get; } = [];

    /// <summary>The number of the write that stored the book.</summary>
    public long StoredAs { get; set; }

    /// <summary>The true time of that write.</summary>
    public DateTimeOffset StoredAt { get; set; }

    public GapRow? Gap { get; set; }

    /// <summary>By the time of the request, the key of a pull.</summary>
    public Dictionary<DateTimeOffset, PullRow> Pulls { get; } = [];

    public FailureKind? LastFailure => Pulls.Where(pull => pull.Value.Kind is not null).OrderBy(pull => pull.Key).LastOrDefault().Value?.Kind;
}

/// <summary>A row of <c>fact_pull</c>.</summary>
internal sealed record PullRow(string Outcome, string? Sha256, string? ArchiveKey, FailureKind? Kind);

/// <summary>A row of <c>fact_gap</c>.</summary>
/// <param name="Reason">Null for <c>not_running</c>.</param>
internal sealed record GapRow(DateTimeOffset RecordedAt, FailureKind? Reason);
