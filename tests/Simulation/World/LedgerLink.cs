using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Simulation.World;

/// <summary>The auditor's records, whichever silo it ran on.</summary>
internal sealed class AuditRecords
{
    public Dictionary<Market, DateTimeOffset> AuditedUntil { get; } = [];

    public List<(Market Market, Slot Slot, AuditFinding Finding)> Findings { get; } = [];
}

/// <summary>The auditor's view of the warehouse as one silo accesses it.</summary>
internal sealed class LedgerLink(
    AuditRecords records, SimulatedWarehouse warehouse, IReadOnlyDictionary<Market, Pair> pairs, SlotSchedule schedule, Machine machine, StoreFaults faults)
    : IAuditLedger
{
    public Task<DateTimeOffset?> FindAuditedUntilAsync(CancellationToken cancel) => Task.FromResult(machine.Read(
        faults, cancel, () => records.AuditedUntil.Count < pairs.Count ? (DateTimeOffset?)null : records.AuditedUntil.Values.Min()));

    public Task<IReadOnlyList<AuditSlot>> ReadAuditSlotsAsync(AuditWindow window, int countMax, CancellationToken cancel) =>
        Task.FromResult(machine.Read<IReadOnlyList<AuditSlot>>(faults, cancel, () => [.. Slots(window).Take(countMax)]));

    public Task<IReadOnlyList<RecordedFinding>> RecordFutureSlotsAsync(DateTimeOffset at, CancellationToken cancel) =>
        Task.FromResult(machine.Read<IReadOnlyList<RecordedFinding>>(faults, cancel, () => []));

    public Task SaveAuditAsync(
        Market market, Slot slot, IReadOnlyList<AuditFinding> findings, bool advances, DateTimeOffset at, CancellationToken cancel) => Do(cancel, () =>
    {
        records.Findings.RemoveAll(known => known.Market == market && known.Slot == slot);
        records.Findings.AddRange(findings.Select(finding => (market, slot, finding)));
        Advance(market, advances ? slot.End : DateTimeOffset.MinValue);
    });

    public Task AdvanceAuditAsync(DateTimeOffset until, CancellationToken cancel) => Do(cancel, () =>
    {
        foreach (var market in pairs.Keys)
        {
            Advance(market, until);
        }
    });

    private IEnumerable<AuditSlot> Slots(AuditWindow window)
    {
        var markets = pairs.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal).ToList();
        var first = warehouse.Known.Values.Min(known => known.ActiveFrom);
        for (var slot = Slot.Containing(window.From > first ? window.From : first ?? window.To, schedule.SlotLength); slot.End <= window.To; slot = slot.Next)
        {
            foreach (var (market, pair) in markets)
            {
                if (warehouse.ActiveFrom(market) < slot.End && (!window.IsUnaudited || records.AuditedUntil.GetValueOrDefault(market) < slot.End))
                {
                    yield return AuditSlot(market, pair, slot);
                }
            }
        }
    }

    private AuditSlot AuditSlot(Market market, Pair pair, Slot slot)
    {
        var rows = warehouse.RowsOf(market, slot);
        var named = rows.Pulls.Values.Where(pull => pull.ArchiveKey is not null).Select(pull => new NamedObject(pull.ArchiveKey!, pull.Sha256!));
        return new AuditSlot(market, pair, slot, IsDue: true, rows.Books.Count > 0, rows.Gap is not null, [.. named.Distinct()]);
    }

    private void Advance(Market market, DateTimeOffset until)
    {
        if (until > records.AuditedUntil.GetValueOrDefault(market))
        {
            records.AuditedUntil[market] = until;
        }
    }

    private Task Do(CancellationToken cancel, Action apply) => Task.FromResult(machine.Write(faults, cancel, () =>
    {
        apply();
        return true;
    }));
}
