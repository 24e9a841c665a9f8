using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Npgsql;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Faults;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Crashes;

/// <summary>
/// Everything that a silo depends on, where each part can fail: real PostgreSQL, a real S3, simulated venues, a small disk, a clock
/// that jumps, and a proxy in front of each of the first three. The tests themselves bypass the proxies.
/// </summary>
internal sealed class CrashWorld : IAsyncDisposable
{
    public const int MarketCount = 8;
    private const int DiskKibibytes = 16 * 1024;
    private const string Markets =
        "coinbase:BTC-USD,coinbase:ETH-USD,binance:BTCUSDT,binance:ETHUSDT,coinbase:T0001-USD,coinbase:T0002-USD,binance:T0001USDT,binance:T0002USDT";

    private readonly TempDirectory directory = new();
    private readonly SmallDisk disk;
    private readonly Simulator venues;
    private readonly OwnPostgres postgres;
    private readonly Radosgw radosgw;

    private static int buckets;

    private CrashWorld(Simulator venues, OwnPostgres postgres, Radosgw radosgw)
    {
        (this.venues, this.postgres, this.radosgw) = (venues, postgres, radosgw);
        Clock = new MovedClock();
        disk = SmallDisk.Mount(Data, DiskKibibytes);
        var (venue, server) = (new Uri(venues.Url), new NpgsqlConnectionStringBuilder(postgres.ConnectionString));
        VenueWay = new FaultProxy(new IPEndPoint(IPAddress.Loopback, venue.Port));
        ArchiveWay = new FaultProxy(new IPEndPoint(IPAddress.Loopback, new Uri(radosgw.ServiceUrl).Port));
        DatabaseWay = new FaultProxy(new UnixDomainSocketEndPoint(Path.Combine(server.Host!, $".s.PGSQL.{server.Port}")));
        Database = NpgsqlDataSource.Create(postgres.ConnectionString + ";Pooling=false");
        Objects = new AmazonS3Client(
            new BasicAWSCredentials(Radosgw.AccessKey, Radosgw.SecretKey),
            new AmazonS3Config
            {
                ServiceURL = radosgw.ServiceUrl,
                ForcePathStyle = true,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            });
    }

    public string Bucket { get; } = $"crashes-{Interlocked.Increment(ref buckets)}";

    public MovedClock Clock { get; }

    public FaultProxy VenueWay { get; }

    public FaultProxy DatabaseWay { get; }

    public FaultProxy ArchiveWay { get; }

    public NpgsqlDataSource Database { get; }

    public AmazonS3Client Objects { get; }

    private string Data => directory["data"];

    public static async Task<CrashWorld> StartAsync()
    {
        var radosgw = await Radosgw.GetServerAsync();
        var postgres = await OwnPostgres.StartAsync(isDurable: true);
        var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.02, MovesEachPull = true, ExtraMarkets = 2 });
        var world = new CrashWorld(venues, postgres, radosgw);
        await world.Objects.PutBucketAsync(world.Bucket);
        await world.MoveDatabaseClockAsync();
        return world;
    }

    public SiloProcess Launch() => SiloProcess.Launch(
        [
            "--Data", Data, "--Slot", "1m", "--Markets", Markets, "--Archive", $"s3://{Bucket}/", "--Archive:S3:ForcePathStyle", "true",
            "--Archive:S3:ServiceUrl", $"http://{ArchiveWay.Name}",
            "--Venues:coinbase:BaseAddress", $"http://{VenueWay.Name}/coinbase", "--Venues:binance:BaseAddress", $"http://{VenueWay.Name}/binance",
        ],
        new Dictionary<string, string>(Clock.Environment)
        {
            ["ORDERBOOK__ConnectionStrings__Warehouse"] = $"Host=127.0.0.1;Port={DatabaseWay.Port};Username=orderbook;Database=orderbook",
            ["ORDERBOOK__Archive__S3__AccessKey"] = Radosgw.AccessKey,
            ["ORDERBOOK__Archive__S3__SecretKey"] = Radosgw.SecretKey,
        });

    // The silos compare their clock with the database's, which moves with theirs; only a clock that is set back differs from it.
    private async Task MoveDatabaseClockAsync()
    {
        await using var move = Database.CreateCommand($"""
            CREATE SCHEMA moved;
            CREATE FUNCTION moved.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
                $$ SELECT pg_catalog.clock_timestamp() + make_interval(secs => btrim(pg_read_file('{Clock.LatestFile}'), E'+ \n')::float8) $$;
            ALTER DATABASE orderbook SET search_path = public, moved, pg_catalog;
            """);
        await move.ExecuteNonQueryAsync();
    }

    /// <summary>Files of the entries waiting in the silo's spool.</summary>
    public IReadOnlyList<string> WaitingEntries() => EntriesOf("spool");

    /// <summary>Files of quarantined entries.</summary>
    public IReadOnlyList<string> EntriesSetAside() => EntriesOf(Path.Combine("spool", "aside"));

    public Task StopArchiveAsync(bool isKilled) => radosgw.StopGatewayAsync(isKilled);

    public Task StartArchiveAsync() => radosgw.StartGatewayAgainAsync();

    public async Task StopDatabaseAsync(bool isKilled) => await (isKilled ? postgres.KillAsync() : postgres.StopAsync().AsTask());

    public Task StartDatabaseAsync() => postgres.StartAgainAsync();

    public void FillDisk() => disk.Fill();

    public void MakeRoom() => disk.MakeRoom();

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Objects.Dispose();
        await DatabaseWay.DisposeAsync();
        await ArchiveWay.DisposeAsync();
        await VenueWay.DisposeAsync();
        await venues.DisposeAsync();
        await postgres.DisposeAsync();
        disk.Dispose();
        Clock.Dispose();
        directory.Dispose();
    }

    private IReadOnlyList<string> EntriesOf(string below)
    {
        var path = Path.Combine(Data, below);
        return Directory.Exists(path) ? Directory.GetFiles(path, "*.entry") : [];
    }
}
