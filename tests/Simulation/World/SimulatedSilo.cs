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
    /// <summary>One event may take this long while others that follow begin before it ends, so that their clocks differ by as much.</summary>
    public static readonly ClockLimit EventTime = new(TimeSpan.FromMinutes(2));

    private static readonly IReadOnlyDictionary<string, IVenue> Venues = VenueCatalog.All.ToDictionary(venue => venue.Code);

    private static readonly SnapshotPlan Plan = new(
        [10_000], new Dictionary<string, IReadOnlyList<Exact>>(), [10_000], FillPolicy.Exact, [100], FillsMax: 20_000);

    private static readonly MarketFees Fees = new(new Dictionary<string, TraderFees>());

    private readonly Environment environment;
    private readonly MarketLink markets;

    private SimulatedSilo(Environment environment, Spool spool, SimulatedVenues venues)
    {
        this.environment = environment;
        Spool = spool;
        Fetcher = venues;
        var (settings, machine, warehouse, faults) = (environment.Settings, environment.Machine, environment.Warehouse, environment.WarehouseFaults);
        var archive = new ArchiveLink(environment.Archive, machine, environment.ArchiveFaults, settings.Plant, environment.Dice);
        var facts = new FactLink(warehouse, machine, faults, Witness, () => Witness.Wrote(IsPulling, spool));
        markets = new MarketLink(warehouse, settings, machine, faults, environment.LaterDice);
        Facts = new FactWriter(archive, facts, Venues, Plan, Fees);
        var finisher = new SlotFinisher(Facts, archive, facts, spool, Outages, Clock);
        Offset = new ClockOffset(new TrueTime(Clock), EventTime, Clock);
        Attempt = new PullAttempt(venues, Facts, finisher, spool, Offset, Clock);
        Closer = new SlotCloser(finisher, facts, spool, Offset);
        Drainer = new SpoolDrainer(spool, Facts, markets, Outages, Offset);
        var ledger = new LedgerLink(environment.Audits, warehouse, settings.Pairs, settings.Schedule, machine, faults);
        Auditor = new Auditor(Facts, archive, facts, ledger, Clock);
        Asset = new SimulatedAsset(settings, warehouse, new SplitLink(warehouse, settings, machine, faults), Facts, Offset, environment.LaterDice);
    }

    public StoreOutages Outages { get; } = new();

    public FactWriter Facts { get; }

    public PullAttempt Attempt { get; }

    public SlotCloser Closer { get; }

    public SpoolDrainer Drainer { get; }

    public Auditor Auditor { get; }

    public SimulatedAsset Asset { get; }

    public ClockOffset Offset { get; }

    public Spool Spool { get; }

    public SimulatedVenues Fetcher { get; }

    public SimulatedClock Clock => environment.Machine.Clock;

    public Witness Witness => environment.Witness;

    public Plant Plant => environment.Settings.Plant;

    /// <summary>Whether the current step belongs to a market, and not to the drain or the audit.</summary>
    public bool IsPulling { get; set; }

    public static async Task<SimulatedSilo> StartAsync(Environment environment)
    {
        var settings = environment.Settings;
        var venues = new SimulatedVenues(
            settings.Sources, settings.DeadVenues, settings.Limits, settings.Faults, environment.Machine, settings.Plant);
        environment.Witness.Came(venues);
        var spool = await Spool.OpenAsync(environment.Disk, settings.SpoolBytesMax, CancellationToken.None);
        return new SimulatedSilo(environment, spool, venues);
    }

    public Task<IReadOnlyList<MarketRecord>> ListMarketsAsync() => markets.ListMarketsAsync(CancellationToken.None);

    /// <summary>Does what a market's grain does when the registry calls it.</summary>
    public async Task TakeAsync(Market market, MarketStep step)
    {
        var states = environment.States;
        if (step == MarketStep.Stop)
        {
            await markets.StopMarketAsync(market, CancellationToken.None);
            environment.Machine.Effect(() => states.Deactivate(market));
        }
        else if (step == MarketStep.Start || !states.IsActive(market))
        {
            await markets.StartMarketAsync(market, Offset.Now.At, CancellationToken.None);
            environment.Machine.Effect(() => states.Activate(market));
        }
    }

    /// <summary>Persists that a market's slot is done, as the last step of a pull.</summary>
    public void WriteState(Market market, DateTimeOffset slot)
    {
        if (environment.Settings.Faults.Strikes(FaultClass.StateNotWritten, environment.Dice))
        {
            return;
        }

        environment.Machine.Effect(() =>
        {
            Witness.StateWritten(market, slot, environment.States.LastSlotOf(market));
            environment.States.Write(market, slot);
            return true;
        });
    }

    /// <summary>The environment of a silo, which outlives it.</summary>
    internal sealed record Environment(
        RunSettings Settings,
        Machine Machine,
        SimulatedDisk Disk,
        Dice Dice,
        Dice LaterDice,
        StoreFaults ArchiveFaults,
        StoreFaults WarehouseFaults,
        SimulatedArchive Archive,
        SimulatedWarehouse Warehouse,
        AuditRecords Audits,
        GrainStates States,
        Witness Witness);
}
