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
internal sealed class Run
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromHours(1);
    private static readonly TimeSpan AuditTimeMax = TimeSpan.FromSeconds(40);
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
    private readonly bool mayClockMove;
    private long order;
    private DateTimeOffset now;

    private Run(RunSettings settings)
    {
        this.settings = settings;
        faults = settings.Faults;
        dice = new Dice(settings.Seed, "world");
        now = settings.From;
        warehouse = new SimulatedWarehouse(settings.From, settings.Plant);
        mayClockMove = faults.Has(FaultClass.ClockForward) || faults.Has(FaultClass.ClockBack);
        witness = new Witness(
            warehouse, settings.Schedule, mayClockMove, mayDiskRefuse: faults.Has(FaultClass.DiskRefuses) || faults.Has(FaultClass.DiskSmall));
        stations = [.. Enumerable.Range(0, settings.Silos).Select(number => new Station(number, Furnish(number)))];
        foreach (var market in settings.Pairs.Keys)
        {
            warehouse.Markets[market] = [];
            owners[market] = dice.Next(settings.Silos);
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
            At(now + settings.Schedule.SlotLength, DisturbAsync);
            At(now + settings.Schedule.SlotLength, AuditAsync);
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
        if (mayClockMove || audits.Findings.Count > 0)
        {
            await AuditAgainAsync(silo);
        }

        var invariants = new Invariants(archive, warehouse, witness, silo.Facts, mayClockMove);
        await invariants.CheckAsync(settings.From, settings.To, settings.Schedule.SlotLength, settings.Pairs, settings.Limits);
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

    private void Activate(Station station, Market market)
    {
        if (station.Silo is { } silo)
        {
            var jitter = new Random((int)(settings.DiceOf(market).NextBits() & int.MaxValue));
            var simulated = new SimulatedMarket(market, settings.Pairs[market], settings.Schedule, states, jitter, silo);
            station.Markets[market] = simulated;
            At(now, () => TickAsync(station, simulated));
        }
    }

    private async Task TickAsync(Station station, SimulatedMarket market)
    {
        // A market that has moved elsewhere is no longer active here.
        if (!station.Markets.TryGetValue(market.Market, out var current) || current != market)
        {
            return;
        }

        await GuardAsync(station, async () =>
        {
            var draws = settings.DiceOf(market.Market);
            if (faults.Strikes(FaultClass.DoubledTick, draws, 0.3))
            {
                witness.DoubledTicks++;
                await market.RunAsync();
            }

            var wait = await market.RunAsync();
            wait = wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1);
            var late = faults.Strikes(FaultClass.LateTick, draws) ? settings.Schedule.SlotLength * draws.Next() : TimeSpan.Zero;
            At(station.Environment.Machine.Clock.Now + wait + late, () => TickAsync(station, market));
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

            // Long slots need no drain every few seconds to show the same behaviour.
            var least = settings.Schedule.SlotLength / 20;
            At(now + (result.Next > least ? result.Next : least), () => DrainAsync(station, life));
        });
    }

    // One audit in the cluster, on any running silo.
    private async Task AuditAsync()
    {
        var station = stations.FirstOrDefault(candidate => candidate.Silo is not null);
        if (station?.Silo is { } silo)
        {
            await GuardAsync(station, async () =>
            {
                try
                {
                    using var deadline = new Deadline(AuditTimeMax, silo.Clock);
                    var waitingFrom = stations.Min(other => other.Silo?.Spool.Look().OldestSlot);
                    await silo.Auditor.RunAsync(Auditor.EndOf(settings.Schedule, silo.Clock.GetUtcNow(), waitingFrom), deadline.Token);
                }
                catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
                {
                    // The next audit continues.
                }
            });
        }

        At(now + (settings.Schedule.SlotLength / 2), AuditAsync);
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

    private void MoveTo(Station station, Market market)
    {
        stations[owners[market]].Markets.Remove(market);
        owners[market] = station.Number;
        Activate(station, market);
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
        station.Markets.Clear();
        station.Environment.Disk.LosePower();
        At(now + downtime, () => StartAsync(station));
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

    private SimulatedSilo.Environment Furnish(int number)
    {
        var clock = new SimulatedClock();
        var own = new Dice(settings.Seed, $"silo {number}");
        var machine = new Machine(faults, own, clock);
        var disk = new SimulatedDisk(faults, own, settings.OutagesOf(FaultClass.DiskRefuses), machine, settings.Plant, witness);
        return new SimulatedSilo.Environment(
            machine,
            disk,
            settings.SpoolBytesMax,
            own,
            faults,
            settings.Plant,
            settings.FaultsOf("archive", FaultClass.ArchiveAway, FaultClass.ArchiveAwayAfterEffect, FaultClass.ArchiveSlow),
            settings.FaultsOf("warehouse", FaultClass.WarehouseAway, FaultClass.WarehouseAwayAfterEffect, FaultClass.WarehouseSlow),
            archive,
            warehouse,
            audits,
            states,
            settings.Pairs,
            settings.Schedule,
            settings.Sources,
            settings.DeadVenues,
            settings.Limits,
            witness);
    }

    /// <summary>A machine and the process that runs on it.</summary>
    private sealed class Station(int number, SimulatedSilo.Environment environment)
    {
        public int Number => number;

        public SimulatedSilo.Environment Environment => environment;

        /// <summary>Null while the process is down.</summary>
        public SimulatedSilo? Silo { get; set; }

        public Dictionary<Market, SimulatedMarket> Markets { get; } = [];

        /// <summary>How many processes have ended here.</summary>
        public int Life { get; set; }
    }
}

/// <summary>The result of a run.</summary>
internal sealed record RunResult(
    RunSettings Settings,
    IReadOnlyList<string> Violations,
    long Slots,
    long RowsChecked,
    IReadOnlyList<long> Injected,
    SimulatedArchive Archive,
    SimulatedWarehouse Warehouse)
{
    /// <summary>The classes of faults that occurred, and how often.</summary>
    public IEnumerable<(FaultClass Kind, long Count)> Faults =>
        Enum.GetValues<FaultClass>().Select(kind => (kind, Injected[(int)kind])).Where(fault => fault.Item2 > 0);
}
