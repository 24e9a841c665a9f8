using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Simulation.Checks;
using OrderBookSilo.Simulation.Faults;
using OrderBookSilo.Simulation.World;

namespace OrderBookSilo.Simulation;

/// <summary>
/// One simulated period of operation from one seed, on one thread: events in time order, each a step of a market, a drain or
/// the machine. Every port completes synchronously, so only the seed decides what happens.
/// </summary>
internal sealed partial class Run
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromHours(1);
    private static readonly TimeSpan AuditTimeMax = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan SplitTimeMax = TimeSpan.FromSeconds(25);
    private const double WrongClockShare = 0.4;
    private const int EventsPerSlot = 20;
    private readonly RunSettings settings;
    private readonly FaultPlan faults;
    private readonly Dice dice;
    private readonly PriorityQueue<Func<Task>, (DateTimeOffset At, long Order)> events = new();
    private readonly SimulatedArchive archive = new();
    private readonly SimulatedWarehouse warehouse;
    private readonly GrainStates states = new();
    private readonly AuditRecords audits = new();
    private readonly Witness witness;
    private readonly Station[] stations;
    private readonly Dictionary<Market, int> owners = [];
    private readonly SimulatedRegistry registry;
    private readonly bool mayClockMove;

    /// <summary>Whether a clock may be behind, so that a slot is still pulled when it is audited.</summary>
    private readonly bool mayAuditMiss;
    private long order;
    private DateTimeOffset now;

    private Run(RunSettings settings)
    {
        this.settings = settings;
        faults = settings.Faults;
        dice = new Dice(settings.Seed, "world");
        now = settings.From;
        warehouse = new SimulatedWarehouse(settings.Plant);
        registry = new SimulatedRegistry([.. settings.Pairs.Keys]);
        mayClockMove = faults.Has(FaultClass.ClockForward) || faults.Has(FaultClass.ClockBack);
        mayAuditMiss = mayClockMove || faults.Has(FaultClass.ClockSlow);
        witness = new Witness(
            warehouse, settings, mayClockMove, mayDiskRefuse: faults.Has(FaultClass.DiskRefuses) || faults.Has(FaultClass.DiskSmall));
        stations = [.. Enumerable.Range(0, settings.Silos).Select(number => Furnish(number))];
        foreach (var market in settings.Pairs.Keys)
        {
            Prepare(market);
        }
    }

    public static async Task<RunResult> OfAsync(RunSettings settings)
    {
        var run = new Run(settings);
        await run.SimulateAsync(settings.To);
        run.faults.End();
        foreach (var station in run.stations)
        {
            station.Environment.Machine.Clock.Jump = TimeSpan.Zero;
            station.Environment.Machine.Clock.Offset = TimeSpan.Zero;
            run.Stop(station, TimeSpan.Zero);
        }

        await run.SimulateAsync(settings.To + (4 * settings.Schedule.SlotLength) + QuietTime);
        return await run.CheckAsync();
    }

    private async Task SimulateAsync(DateTimeOffset until)
    {
        if (now == settings.From)
        {
            Array.ForEach(stations, station => At(now, () => StartAsync(station)));
            PlanStarts(TimeSpan.Zero);
            At(now + settings.Schedule.SlotLength, DisturbAsync);
            At(now + settings.Schedule.SlotLength, AuditAsync);
            if (settings.HasSplits)
            {
                At(now + settings.Splits.Deadline, SplitAsync);
            }
        }

        while (events.TryPeek(out var next, out var place) && place.At < until)
        {
            events.Dequeue();
            now = place.At;
            await next();
        }

        now = until;
    }

    private async Task<RunResult> CheckAsync()
    {
        var silo = stations[0].Silo ?? throw new InvalidOperationException("the silo did not restart");
        CheckFindings();
        if (mayAuditMiss || audits.Findings.Count > 0)
        {
            await AuditAgainAsync(silo);
        }

        var invariants = new Invariants(archive, warehouse, witness, silo.Facts, settings, mayClockMove);
        await invariants.CheckAsync();
        if (settings.HasSplits)
        {
            new SplitInvariants(warehouse, witness, settings).Check();
        }

        foreach (var (market, slot, finding) in audits.Findings)
        {
            witness.Report($"{market} {slot}: the auditor found {finding.Kind}: {finding.Message}");
        }

        foreach (var station in stations)
        {
            var disk = station.Environment.Disk;
            if (disk.Count > 0 || disk.Quarantined.Count > disk.Torn)
            {
                witness.Report($"silo {station.Number}: {disk.Count} entries wait, {disk.Quarantined.Count} are quarantined ({string.Join("; ", disk.Quarantined.Values.Distinct())}), {disk.Torn} were torn");
            }
        }

        return new RunResult(settings, witness.Violations, settings.Slots, invariants.RowsChecked, faults.Injected, archive, warehouse);
    }

    // An unknown error is the store's, and no object's.
    private void CheckFindings()
    {
        foreach (var (market, slot, finding) in audits.Findings.Where(found => UnknownStoreException.IsCauseOf(found.Finding)))
        {
            witness.Report($"{market} {slot}: the auditor blames {finding.Key}: {finding.Message}");
        }
    }

    // A machine whose clock is behind may archive a book of an audited slot and be killed before writing its facts: an operator
    // who notices such a clock, or findings of unreadable objects, has the range audited again.
    private async Task AuditAgainAsync(SimulatedSilo silo)
    {
        AuditCursor? after = null;
        do
        {
            after = (await silo.Auditor.RunRangeAsync(settings.From, settings.To, null, after, settings.To, CancellationToken.None)).ContinueAt;
        }
        while (after is not null);
    }

    private async Task StartAsync(Station station)
    {
        await GuardAsync(station, async () =>
        {
            station.Environment.Machine.Revive();
            station.Silo = await SimulatedSilo.StartAsync(station.Environment);
            At(now, () => DrainAsync(station, station.Life));
            foreach (var market in owners.Where(owner => owner.Value == station.Number).Select(owner => owner.Key))
            {
                Activate(station, market);
            }
        });
    }

    private async Task DrainAsync(Station station, int life)
    {
        if (station.Life != life || station.Silo is not { } silo)
        {
            return;
        }

        await GuardAsync(station, async () =>
        {
            var result = await silo.Drainer.RunAsync(CancellationToken.None);

            // Long slots need no drain every few seconds to show the same behaviour, except while entries are handed over.
            var least = result.Drained > 0 ? result.Next : settings.Schedule.SlotLength / EventsPerSlot;
            At(now + (result.Next > least ? result.Next : least), () => DrainAsync(station, life));
        });
    }

    // One audit in the cluster, on any running silo.
    private async Task AuditAsync()
    {
        var station = stations.FirstOrDefault(candidate => candidate.Silo is not null);
        if (station?.Silo is { } silo)
        {
            await GuardAsync(station, async () => await QuietlyAsync(async () =>
            {
                using var deadline = new Deadline(AuditTimeMax, silo.Clock);
                var waitingFrom = stations.Min(other => other.Silo?.Spool.Look().OldestSlot);
                await silo.Auditor.RunAsync(Auditor.EndOf(settings.Schedule, silo.Offset.Now.At, waitingFrom), deadline.Token);
            }));
        }

        At(now + (settings.Schedule.SlotLength / 2), AuditAsync);
    }

    // One asset has splits, computed on any running silo.
    private async Task SplitAsync()
    {
        var station = stations.LastOrDefault(candidate => candidate.Silo is not null);
        if (station?.Silo is { } silo)
        {
            await GuardAsync(station, async () => await QuietlyAsync(async () =>
            {
                using var deadline = new Deadline(SplitTimeMax, silo.Clock);
                await silo.Asset.SplitAsync(deadline.Token);
            }));
        }

        At(now + settings.Splits.Deadline, SplitAsync);
    }

    // What a store's trouble interrupts is continued by the next call.
    private static async Task QuietlyAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is StoreUnavailableException or UnknownStoreException or OperationCanceledException)
        {
            // As said.
        }
    }

    // Disturbances of the machines: jumps of their clocks, and markets that move.
    private Task DisturbAsync()
    {
        foreach (var station in stations)
        {
            var clock = station.Environment.Machine.Clock;
            if (faults.Strikes(FaultClass.ClockForward, dice))
            {
                clock.Jump = settings.Schedule.SlotLength * (3 * dice.Next());
            }
            else if (faults.Strikes(FaultClass.ClockBack, dice))
            {
                clock.Jump = settings.Schedule.SlotLength * (-1.5 * dice.Next());
            }
            else if (clock.Jump != TimeSpan.Zero && dice.Chance(0.2))
            {
                clock.Jump = TimeSpan.Zero;
            }
        }

        foreach (var market in settings.Pairs.Keys)
        {
            if (stations.Length > 1 && faults.Strikes(FaultClass.Handover, dice, 0.3))
            {
                MoveTo(stations[1 - owners[market]], market);
            }
        }

        At(now + settings.Schedule.SlotLength, DisturbAsync);
        return Task.CompletedTask;
    }

    private async Task GuardAsync(Station station, Func<Task> turn)
    {
        try
        {
            station.Environment.Machine.Clock.Set(now);
            await turn();
        }
        catch (CrashException)
        {
            var isLong = dice.Chance(0.2);
            Stop(station, dice.Wait(isLong ? 3 * settings.Schedule.SlotLength : settings.Schedule.SlotLength / 10));
        }
    }

    // The process ends; the machine remains, and another silo may take over its markets.
    private void Stop(Station station, TimeSpan downtime)
    {
        station.Life++;
        station.Silo = null;
        registry.Forget();
        station.Markets.Clear();
        station.Environment.Disk.LosePower();
        At(now + downtime, () => StartAsync(station));
        PlanStarts(downtime);
        if (stations.Length > 1 && faults.Has(FaultClass.Handover))
        {
            var other = stations[1 - station.Number];
            foreach (var market in owners.Where(owner => owner.Value == station.Number).Select(owner => owner.Key).ToList())
            {
                At(now + TimeSpan.FromSeconds(10), () =>
                {
                    if (owners[market] == station.Number && station.Silo is null)
                    {
                        MoveTo(other, market);
                    }

                    return Task.CompletedTask;
                });
            }
        }
    }

    private void At(DateTimeOffset at, Func<Task> turn) => events.Enqueue(turn, (at, order++));

    private Station Furnish(int number)
    {
        var clock = new SimulatedClock { Offset = DrawOffset(number) };
        var own = new Dice(settings.Seed, $"silo {number}");
        var machine = new Machine(faults, own, clock);
        var disk = new SimulatedDisk(faults, own, settings.OutagesOf(FaultClass.DiskRefuses), machine, settings.Plant, witness);
        return new Station(number, new SimulatedSilo.Environment(
            settings,
            machine,
            disk,
            own,
            new Dice(settings.Seed, $"silo {number}, later"),
            new StoreFaults("archive", StoreFaultClasses.Archive, settings),
            new StoreFaults("warehouse", StoreFaultClasses.Warehouse, settings),
            archive,
            warehouse,
            audits,
            states,
            witness));
    }

    // A clock that is wrong by a constant: half of them by less than silos tolerate, half by up to a few slots more.
    private TimeSpan DrawOffset(int number)
    {
        var own = new Dice(settings.Seed, $"clock {number}");
        var kind = own.Chance(0.5) ? FaultClass.ClockFast : FaultClass.ClockSlow;
        if (!faults.Has(kind) || !own.Chance(WrongClockShare))
        {
            return TimeSpan.Zero;
        }

        faults.Count(kind);
        var limit = SimulatedSilo.EventTime.OffsetMax;
        var offset = own.Chance(0.5) ? limit * own.Next() : limit + (settings.Schedule.SlotLength * (3 * own.Next()));
        return kind == FaultClass.ClockFast ? offset : -offset;
    }
}
