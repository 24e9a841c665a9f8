using OrderBookSilo.Core.Failures;
using OrderBookSilo.Io.Spooling;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>Everything that outlives a silo: database, archive, venues and the clock.</summary>
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
        Reference = new SharedTime(time);
    }

    public TestDatabase Database { get; }

    public Simulator Venues { get; }

    public ShiftedTime Time { get; }

    /// <summary>The database's clock, as the silos read it.</summary>
    public SharedTime Reference { get; }

    public TimeSpan SlotLength { get; }

    /// <summary>Settings of the silos besides those that every test needs.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>How much faster the world's clock runs than the real one.</summary>
    public int Speed { get; private init; } = 1;

    /// <summary>Markets of the venues besides the well-known ones.</summary>
    public static IEnumerable<string> Markets =>
        Enumerable.Range(1, ExtraMarkets).SelectMany(i => new[] { $"coinbase:T{i:D4}-USD", $"binance:T{i:D4}USDT" });

    public string DataDirectory => directory.FullName;

    public string ArchiveDirectory => directory["archive"];

    /// <summary>The spool that the previous silo left, or a separate one for each silo that runs in parallel.</summary>
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

    /// <summary>A world in the middle of a slot, so that a test does not run into the next one by accident.</summary>
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
