using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Postgres.Replays;
using OrderBookSilo.Io.PostgresServer;

namespace OrderBookSilo.Benchmarks.Replays;

/// <summary>A file archive with days of books and a private PostgreSQL, in a temporary directory.</summary>
internal sealed class ReplayStores : IAsyncDisposable
{
    private const int Days = 8;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly DateTimeOffset Start = new(2026, 8, 9, 0, 0, 0, TimeSpan.Zero);

    // One book with many levels and one with a few thousand, each of its own asset, so that there is a page for each core.
    private static readonly (Market Market, Pair Pair, Payload Payload)[] Sources =
    [
        (Market.Parse("coinbase:BTC-USD"), new Pair(new Asset("BTC"), new Asset("USD")), Payload.Coinbase()),
        (Market.Parse("binance:FTMUSDT"), new Pair(new Asset("FTM"), new Asset("USDT")), Payload.Binance()),
    ];

    // A silo's default settings.
    private static readonly SnapshotPlan Plan = new(
        [10_000, 50_000, 100_000, 1_000_000], new Dictionary<string, IReadOnlyList<Exact>>(), [100_000], FillPolicy.Exact, [10, 25, 50, 100, 200, 500, 1000], FillsMax: 20_000);

    private readonly DirectoryInfo directory;
    private readonly PrivatePostgres server;
    private readonly FileArchive archive;

    private ReplayStores(DirectoryInfo directory, PrivatePostgres server)
    {
        (this.directory, this.server) = (directory, server);
        archive = new FileArchive(ArchiveDirectory);
        Source = NpgsqlDataSource.Create(server.ConnectionString);
        var database = new PostgresDatabase(Source);
        var ids = new MarketIds(database);
        Database = database;
        Markets = new MarketStore(database, ids);
        Facts = new ReplayFacts(database, ids, new Partitions(database), new FactTables());
    }

    public const string Version = "measured";

    public NpgsqlDataSource Source { get; }

    public ReplayFacts Facts { get; }

    private PostgresDatabase Database { get; }

    private MarketStore Markets { get; }

    /// <summary>Every object.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>Bytes of all bodies, decompressed.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>The pages of this many first days.</summary>
    public static IReadOnlyList<ReplayPage> Pages(int days = Days) =>
    [
        .. from day in Enumerable.Range(0, days)
           from source in Sources
           select new ReplayPage([source.Market], Start.AddDays(day), Start.AddDays(day + 1)),
    ];

    public static ReplayRequest Order(bool isDry) =>
        new(Start, Start.AddDays(Days), [], null, null, null, ReplayMode.Version, Version, isDry);

    public static IEnumerable<Figure> With(Func<ReplayStores, Task<IReadOnlyList<Figure>>> measure) => Task.Run(async () =>
    {
        await using var stores = await CreateAsync();
        return await measure(stores);
    }).Result;

    private static async Task<ReplayStores> CreateAsync()
    {
        var directory = Directory.CreateTempSubdirectory("orderbook-bench-");
        if (!OperatingSystem.IsWindows())
        {
            directory.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        }

        var server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(directory.FullName), TimeProvider.System, None);
        var stores = new ReplayStores(directory, server);
        await stores.FillAsync();
        return stores;
    }

    /// <summary>Replays as a silo does; the computed facts go to <paramref name="facts"/>, by default the database.</summary>
    public Replayer Replayer(IReplayFacts? facts = null)
    {
        var settings = new SplitSettings([], ConvertsAtMid: false, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(2));
        var venues = VenueCatalog.All.ToDictionary(venue => venue.Code);

        // Only a replay that fills live writes facts one by one.
        return new Replayer(archive, Markets, facts ?? Facts, venues, null!, Plan, new MarketFees(new Dictionary<string, TraderFees>()), new SplitPlanner(settings));
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await server.DisposeAsync();
        directory.Delete(recursive: true);
    }

    private string ArchiveDirectory => Path.Combine(directory.FullName, "archive");

    private async Task FillAsync()
    {
        await Database.PrepareAsync(Start, None);
        foreach (var (market, pair, payload) in Sources)
        {
            await Markets.StartMarketAsync(market, Start, Hour, None);
            await Markets.SaveListingAsync(market.Venue, [new Product(market.Product, pair, ProductStatus.Online, null, null, null, null, null, null)], Start, None);
            await Parallel.ForEachAsync(Enumerable.Range(0, Days * 24), async (hour, cancel) =>
            {
                var capture = CaptureOf(market, payload, Start.AddHours(hour));
                await archive.StoreAsync(capture, cancel);
            });
            BodyBytes += (long)payload.Body.Length * Days * 24;
        }

        Files = [.. Directory.EnumerateFiles(ArchiveDirectory, "*.json.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    // Each book gets its own time, as long as the original one.
    private static Capture CaptureOf(Market market, Payload payload, DateTimeOffset slotStart)
    {
        var text = Encoding.ASCII.GetString(payload.Body);
        var at = slotStart.AddSeconds(2);
        if (text.LastIndexOf("\"time\":\"", StringComparison.Ordinal) is var time and > 0)
        {
            text = text[..(time + 8)] + at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + text[(time + 27)..];
        }

        var body = Encoding.ASCII.GetBytes(text);
        return new Capture(
            market, Slot.Containing(at, Hour), body, Convert.ToHexStringLower(SHA256.HashData(body)), at, at.AddMilliseconds(500), "https://venue.test/book", 200, 1);
    }
}
