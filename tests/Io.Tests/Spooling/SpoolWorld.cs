using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Spooling;
using OrderBookSilo.Io.Tests.Http;
using OrderBookSilo.Io.Tests.Postgres;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Spooling;

/// <summary>Pulls with real stores that can be made unavailable, a spool on a real disk and a clock controlled by the test.</summary>
internal sealed class SpoolWorld : IAsyncDisposable
{
    public static readonly Market Market = FetchSetup.Coinbase;
    public static readonly Pair Pair = new(new Asset("BTC"), new Asset("USD"));
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TempDirectory directory = new();
    private SpoolDirectory? files;

    private SpoolWorld(TestDatabase database, FetchSetup venues, FakeTimeProvider clock) =>
        (Database, Venues, Clock, SharedClock) = (database, venues, clock, new SharedTime(clock));

    public TestDatabase Database { get; }

    public FetchSetup Venues { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>The database's clock, as the silo reads it.</summary>
    public SharedTime SharedClock { get; }

    public TestStores Postgres { get; private set; } = null!;

    public IArchive Archive { get; set; } = null!;

    public Spool Spool { get; private set; } = null!;

    public FactWriter Facts { get; private set; } = null!;

    public PullAttempt Attempt { get; private set; } = null!;

    public SlotCloser Closer { get; private set; } = null!;

    public SpoolDrainer Drainer { get; private set; } = null!;

    public string ArchiveDirectory => directory["archive"];

    public string SpoolFolder => directory["spool"];

    public Slot Slot => Slot.Containing(Clock.GetUtcNow(), Hour);

    public static async Task<SpoolWorld> CreateAsync(
        long spoolBytes = 1 << 30, IArchive? archive = null, OwnPostgres? server = null)
    {
        var clock = new FakeTimeProvider(Some.Hour.AddSeconds(10));
        var world = new SpoolWorld(server is null ? await TestDatabase.CreateAsync() : TestDatabase.Of(server), await FetchSetup.StartAsync(budget: 0, time: clock), clock);
        world.Archive = archive ?? new FileArchive(world.ArchiveDirectory);
        await world.StartAsync(spoolBytes);
        await (server is null ? Task.CompletedTask : world.Postgres.Database.PrepareAsync(clock.GetUtcNow(), None));
        await world.Postgres.Markets.StartMarketAsync(Market, clock.GetUtcNow(), Hour, None);
        await world.Postgres.Markets.SaveListingAsync(Market.Venue, [Some.Product()], clock.GetUtcNow(), None);
        return world;
    }

    /// <summary>Simulates a restart of the process: only data on disk and in the stores is known.</summary>
    public async Task StartAsync(long spoolBytes = 1 << 30)
    {
        files?.Dispose();
        files = SpoolDirectory.Open(SpoolFolder);
        Spool = await Spool.OpenAsync(files, spoolBytes, None);
        Postgres = new TestStores(Database.Source, new ClockOffset(SharedClock, ClockLimit.Default, Clock));
        Facts = new FactWriter(
            Archive,
            Postgres.Facts,
            VenueCatalog.All.ToDictionary(venue => venue.Code),
            new SnapshotPlan([10_000], new Dictionary<string, IReadOnlyList<Exact>>(), [10_000], FillPolicy.Exact, [100], FillsMax: 20_000),
            new MarketFees(new Dictionary<string, TraderFees>()));
        var outages = new StoreOutages();
        var finisher = new SlotFinisher(Facts, Archive, Postgres.Facts, Spool, outages, Clock);
        var clock = new ClockOffset(SharedClock, ClockLimit.Default, Clock);
        Attempt = new PullAttempt(Venues.Fetcher, Facts, finisher, Spool, clock, Clock);
        Closer = new SlotCloser(finisher, Postgres.Facts, Spool, clock);
        Drainer = new SpoolDrainer(Spool, Facts, Postgres.Markets, outages, clock);
    }

    public async Task<PullResult> PullAsync(bool wantsFresh = false, bool isCaptured = false)
    {
        using var deadline = new Deadline(Hour, Clock);
        return await Attempt.RunAsync(new PullRequest(Market, Pair, Hour, SlotIsDone: false, isCaptured, wantsFresh), deadline);
    }

    /// <summary>A pull whose facts are in the stores.</summary>
    public async Task<Snapshot> CommitAsync() => Assert.IsType<PullResult.Committed>(await PullAsync()).Snapshot;

    public Task<DrainResult> DrainAsync() => Drainer.RunAsync(None);

    /// <summary>The result of the call that quarantines an entry; those before it leave everything where it is.</summary>
    public async Task<DrainResult> DrainUntilProvenAsync()
    {
        for (var proofs = 1; proofs < SpoolDrainer.ProofsMax; proofs++)
        {
            var refused = await DrainAsync();
            Assert.Equal((0, 0), (refused.Drained, refused.Quarantined.Count));
        }

        return await DrainAsync();
    }

    public Task<ClosedSlots> CloseAsync() => Closer.CloseAsync(Market, Pair, DateTimeOffset.MinValue, Slot, None);

    public int Requests => Venues.Simulator.Requests.CountOf("coinbase", "BTC-USD");

    public Task<IAsyncDisposable> TakeWarehouseAwayAsync() => Database.CloseAsync();

    /// <summary>Replaces the archive's directory with a file until the result is disposed.</summary>
    public IDisposable TakeArchiveAway()
    {
        if (Directory.Exists(ArchiveDirectory))
        {
            Directory.Move(ArchiveDirectory, ArchiveDirectory + "-away");
        }

        File.WriteAllText(ArchiveDirectory, "");
        return new Back(ArchiveDirectory);
    }

    public Task<List<string>> OutcomesAsync() => Database.RowsAsync("SELECT outcome, kind FROM fact_pull ORDER BY requested_at");

    /// <summary>Checks that every row with evidence has its object and every object has its row.</summary>
    public async Task AssertEvidenceAsync()
    {
        var named = await Database.RowsAsync("SELECT DISTINCT archive_key FROM fact_pull WHERE archive_key IS NOT NULL ORDER BY 1");
        var listed = await new FileArchive(ArchiveDirectory).ListAsync(ArchivePlace.Everything, CancellationToken.None).ToListAsync();
        var keys = listed.Select(entry => entry.Key).Order(StringComparer.Ordinal);
        Assert.Equal(keys, named.Order(StringComparer.Ordinal));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM fact_book JOIN fact_gap USING (market_id, slot)"));
    }

    public async ValueTask DisposeAsync()
    {
        files?.Dispose();
        await Venues.DisposeAsync();
        await Database.DisposeAsync();
        directory.Dispose();
    }

    private sealed class Back(string path) : IDisposable
    {
        public void Dispose()
        {
            File.Delete(path);
            if (Directory.Exists(path + "-away"))
            {
                Directory.Move(path + "-away", path);
            }
        }
    }
}
