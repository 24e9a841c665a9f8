using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Simulation.Checks;
using OrderBookSilo.Simulation.Faults;
using OrderBookSilo.Support;

namespace OrderBookSilo.Simulation.World;

/// <summary>One silo's process: everything in it is new after a restart, except the disk.</summary>
internal sealed class SimulatedSilo
{
    private static readonly IReadOnlyDictionary<string, IVenue> Venues = VenueCatalog.All.ToDictionary(venue => venue.Code);

    private static readonly SnapshotPlan Plan = new(
        [10_000], new Dictionary<string, IReadOnlyList<Exact>>(), [10_000], FillPolicy.Exact, [100], FillsMax: 20_000);

    /// <summary>One event may take this long while others that follow begin before it ends, so that their clocks differ by as much.</summary>
    private static readonly ClockLimit EventTime = new(TimeSpan.FromMinutes(2));

    private static readonly MarketFees Fees = new(new Dictionary<string, TraderFees>());

    private readonly Environment environment;

    private SimulatedSilo(Environment environment, Spool spool, SimulatedVenues venues)
    {
        this.environment = environment;
        Spool = spool;
        Fetcher = venues;
        var archive = new ArchiveLink(environment.Archive, environment.Machine, environment.ArchiveFaults, environment.Plant, environment.Dice);
        var facts = new FactLink(
            environment.Warehouse, environment.Machine, environment.WarehouseFaults, () => environment.Witness.Wrote(IsPulling, spool));
        var markets = new MarketLink(
            environment.Pairs, environment.Warehouse.ActiveFrom, environment.Schedule.SlotLength, environment.Machine, environment.WarehouseFaults);
        Facts = new FactWriter(archive, facts, Venues, Plan, Fees);
        var finisher = new SlotFinisher(Facts, archive, facts, spool, Outages, environment.Machine.Clock);
        var clock = new ClockOffset(new TrueTime(environment.Machine.Clock), EventTime, environment.Machine.Clock);
        Attempt = new PullAttempt(venues, Facts, finisher, spool, clock, environment.Machine.Clock);
        Closer = new SlotCloser(finisher, facts, spool, clock);
        Drainer = new SpoolDrainer(spool, Facts, markets, Outages, clock);
        var ledger = new LedgerLink(
            environment.Audits, environment.Warehouse, environment.Pairs, environment.Schedule, environment.Machine, environment.WarehouseFaults);
        Auditor = new Auditor(Facts, archive, facts, ledger, environment.Machine.Clock);
    }

    public StoreOutages Outages { get; } = new();

    public FactWriter Facts { get; }

    public PullAttempt Attempt { get; }

    public SlotCloser Closer { get; }

    public SpoolDrainer Drainer { get; }

    public Auditor Auditor { get; }

    public Spool Spool { get; }

    public SimulatedVenues Fetcher { get; }

    public SimulatedClock Clock => environment.Machine.Clock;

    public Witness Witness => environment.Witness;

    public Plant Plant => environment.Plant;

    /// <summary>Whether the current step belongs to a market, and not to the drain or the audit.</summary>
    public bool IsPulling { get; set; }

    public static async Task<SimulatedSilo> StartAsync(Environment environment)
    {
        var venues = new SimulatedVenues(
            environment.Sources, environment.DeadVenues, environment.Limits, environment.Faults, environment.Machine, environment.Plant);
        environment.Witness.Came(venues);
        var spool = await Spool.OpenAsync(environment.Disk, environment.SpoolBytesMax, CancellationToken.None);
        return new SimulatedSilo(environment, spool, venues);
    }

    /// <summary>Persists that a market's slot is done, as the last step of a pull.</summary>
    public void WriteState(Market market, DateTimeOffset slot)
    {
        if (environment.Faults.Strikes(FaultClass.StateNotWritten, environment.Dice))
        {
            return;
        }

        environment.Machine.Effect(() =>
        {
            environment.Witness.StateWritten(market, slot, environment.States.LastSlotOf(market));
            environment.States.Write(market, slot);
            return true;
        });
    }

    /// <summary>The environment of a silo, which outlives it.</summary>
    internal sealed record Environment(
        Machine Machine,
        SimulatedDisk Disk,
        long SpoolBytesMax,
        Dice Dice,
        FaultPlan Faults,
        Plant Plant,
        StoreFaults ArchiveFaults,
        StoreFaults WarehouseFaults,
        SimulatedArchive Archive,
        SimulatedWarehouse Warehouse,
        AuditRecords Audits,
        GrainStates States,
        IReadOnlyDictionary<Market, Pair> Pairs,
        SlotSchedule Schedule,
        IReadOnlyDictionary<Market, BookSource> Sources,
        IReadOnlyDictionary<string, Outages> DeadVenues,
        BudgetLimits Limits,
        Witness Witness);
}
