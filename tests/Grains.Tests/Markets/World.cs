using Microsoft.Extensions.DependencyInjection;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Grains.Markets;
using OrderBookSilo.Grains.Metrics;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Grains.Splits;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Http;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Spooling;
using OrderBookSilo.Silo.Observability;
using OrderBookSilo.Silo.Workers;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>What outlives a silo: database, archive, venues and the clock.</summary>
internal sealed class World : IAsyncDisposable
{
    private const int ExtraMarkets = 20;
    private const int SilosMax = 9;

    private readonly TempDirectory directory = new();

    private World(TestDatabase database, Simulator venues, TimeSpan slotLength, ShiftedTime time)
    {
        Database = database;
        Venues = venues;
        SlotLength = slotLength;
        Time = time;
    }

    public TestDatabase Database { get; }

    public Simulator Venues { get; }

    public ShiftedTime Time { get; }

    public TimeSpan SlotLength { get; }

    /// <summary>How much faster than the real clock the world's runs.</summary>
    public int Speed { get; private init; } = 1;

    /// <summary>Markets that the venues have besides the well-known ones.</summary>
    public static IEnumerable<string> Markets =>
        Enumerable.Range(1, ExtraMarkets).SelectMany(i => new[] { $"coinbase:T{i:D4}-USD", $"binance:T{i:D4}USDT" });

    public string ArchiveDirectory => directory["archive"];

    /// <summary>The spool that an earlier silo left, or one of its own for each silo that runs beside another.</summary>
    public SpoolDirectory OpenSpool()
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return SpoolDirectory.Open(directory[$"spool-{i}"]);
            }
            catch (StoreUnavailableException) when (i < SilosMax)
            {
            }
        }
    }

    /// <summary>A world that stands well inside a slot, so that a test does not run into the next by accident.</summary>
    public static async Task<World> CreateAsync(TimeSpan? slotLength = null, int speed = 1, OwnPostgres? server = null)
    {
        var length = slotLength ?? TimeSpan.FromHours(1);
        var database = server is null ? await TestDatabase.CreateAsync() : TestDatabase.Of(server);
        var time = new ShiftedTime(speed == 1 ? TimeProvider.System : new FastTime(speed));
        var options = new SimulatorOptions { LevelsFactor = 0.05, MovesEachPull = true, ExtraMarkets = ExtraMarkets };
        var world = new World(database, await Simulator.StartAsync(options, time), length, time) { Speed = speed };
        world.Time.ShowAfterSlotStart(length, length / 3);
        return world;
    }

    public Task<long> CountAsync(string table) => Database.ScalarAsync<long>($"SELECT count(*) FROM {table}");

    public async ValueTask DisposeAsync()
    {
        await Venues.DisposeAsync();
        await Database.DisposeAsync();
        directory.Dispose();
    }
}

/// <summary>What the market grains of a silo need around them, as the silo composes it.</summary>
internal static class MarketServices
{
    private const long SpoolBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(1);

    public static async Task AddMarketsAsync(this IServiceCollection services, World world)
    {
        var warehouse = new Warehouse(world.Database.Source);
        await warehouse.PrepareAsync(world.Time.GetUtcNow(), CancellationToken.None);
        var files = world.OpenSpool();
        var spool = await Spool.OpenAsync(files, SpoolBytes, world.Time, CancellationToken.None);
        services
            .AddSingleton<ISpoolFiles>(_ => files)
            .AddSingleton(services =>
            {
                // The container disposes what it has made, and so gives the directory back.
                services.GetRequiredService<ISpoolFiles>();
                return spool;
            })
            .AddSingleton<SpoolDrainer>()
            .AddSingleton<OutageLog>()
            .AddSingleton<SpoolMetrics>()
            .AddHostedService<SpoolDrain>()
            .AddSingleton<IAuditLedger>(warehouse)
            .AddSingleton<Auditor>()
            .AddSingleton<AuditMetrics>()
            .AddHostedService<SpoolReports>()
            .AddSingleton<TimeProvider>(world.Time)
            .AddSingleton(new SlotSchedule(world.SlotLength, TimeSpan.Zero))
            .AddSingleton(services => new PullPace(services.GetRequiredService<SlotSchedule>(), new Dictionary<string, VenuePace>()))
            .AddSingleton(new SnapshotPlan([10_000, 100_000], new Dictionary<string, IReadOnlyList<Exact>>(), [100_000], FillPolicy.Exact, [100], 20_000))
            .AddSingleton(new Random(1))
            .AddSingleton<IReadOnlyDictionary<string, IVenue>>(VenueCatalog.All.ToDictionary(venue => venue.Code))
            .AddSingleton(new FetchOptions
            {
                Venues = VenueCatalog.All.ToDictionary(
                    venue => venue.Code,
                    venue => new VenueFetchOptions { BaseAddress = world.Venues.AddressOf(venue.Code), Budget = 0 }),
            })
            .AddSingleton<IBookFetcher>(services => new BookFetcher(VenueCatalog.All, services.GetRequiredService<FetchOptions>(), world.Time))
            .AddSingleton<IArchive>(new FileArchive(world.ArchiveDirectory))
            .AddSingleton<IWarehouse>(warehouse)
            .AddSingleton<ISplitStore>(warehouse)
            .AddSingleton(new MarketFees(new Dictionary<string, TraderFees>()))
            .AddSingleton<PullPipeline>()
            .AddSingleton<SlotCloser>()
            .AddSingleton<ProductCatalog>()
            .AddSingleton<PullMetrics>()
            .AddSingleton<SlotLagMetrics>()
            .AddSingleton<PullActivity>()
            .AddSingleton<MarketPuller>()
            .AddSingleton<CostAnswers>()
            .AddSingleton<DecodedBookCache>()
            .AddSingleton<BookClient>()
            .AddSingleton<BookCollector>()
            .AddSingleton(new SplitSettings([Market.Parse("coinbase:USDT-USD")], ConvertsAtMid: false, SkewMax, world.SlotLength / 12, world.SlotLength * 2))
            .AddSingleton<SplitPlanner>()
            .AddSingleton<BurstCache>()
            .AddSingleton<BestSplits>()
            .AddSingleton<SlotSplits>()
            .AddSingleton<SlotSplitter>();
    }
}
