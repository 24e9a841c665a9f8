using System.Globalization;
using System.Text.Json;
using Npgsql;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.Soak;

/// <summary>A silo with its own PostgreSQL, two venues that answer immediately, and markets that are due every minute.</summary>
internal sealed class Soaking : IAsyncDisposable
{
    private const int MarketsOfLongRun = 2_000;
    private const int MarketsOfShortRun = 500;
    private const int MinutesOfLongRun = 60;
    private const int MinutesOfShortRun = 2;

    public static readonly TimeSpan SlotLength = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan SamplePeriod = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AllUpTimeMax = TimeSpan.FromMinutes(10);

    private readonly TempDirectory directory;
    private readonly Simulator venues;
    private readonly SiloProcess silo;
    private DateTimeOffset from;
    private DateTimeOffset to;

    /// <summary>Fewer in the short run, which shares the processors with other tests.</summary>
    public static int Markets { get; } = IsLong ? MarketsOfLongRun : MarketsOfShortRun;

    public static int Minutes { get; } = MinutesAsked ?? (IsLong ? MinutesOfLongRun : MinutesOfShortRun);

    private static bool IsLong => LongMode.IsOn || MinutesAsked is not null;

    private static int? MinutesAsked =>
        int.TryParse(Environment.GetEnvironmentVariable("ORDERBOOK_SOAK_MINUTES"), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            ? minutes
            : null;

    private Soaking(TempDirectory directory, Simulator venues, SiloProcess silo) => (this.directory, this.venues, this.silo) = (directory, venues, silo);

    public static async Task<Soaking> StartAsync()
    {
        var directory = new TempDirectory().OpenToAll();
        var venues = await Simulator.StartAsync(new SimulatorOptions { ExtraMarkets = Markets / 2 });
        await File.WriteAllTextAsync(directory["markets.json"], JsonSerializer.Serialize(new { Markets = MarketNames() }));
        string[] settings = ["--Data", directory["data"], "--Slot", "1m", "--Settings", directory["markets.json"], .. VenueSettings.Of(venues)];
        return new Soaking(directory, venues, await SiloProcess.StartAsync(settings));
    }

    /// <summary>Waits until every market has the book of the current slot, for the next slot, and for this many slots more.</summary>
    public async Task WarmUpAsync(int slots)
    {
        var since = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(SamplePeriod);
        while (await SampleAsync(TimeSpan.Zero) is var sample && (sample.Markets, sample.LagSeconds, sample.SpoolEntries) != (Markets, 0, 0))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < AllUpTimeMax, $"the markets did not start within {AllUpTimeMax}; latest sample: {sample}");
            await timer.WaitForNextTickAsync();
        }

        var now = TimeProvider.System.GetUtcNow();
        from = now.AddTicks(SlotLength.Ticks - (now.Ticks % SlotLength.Ticks)) + (SlotLength * slots);
        await Task.Delay(from - now);
    }

    /// <summary>Samples until this many slots have ended.</summary>
    public async Task<IReadOnlyList<Sample>> WatchAsync(int slots)
    {
        to = from + (SlotLength * slots);
        var samples = new List<Sample>();
        using var timer = new PeriodicTimer(SamplePeriod);
        while (TimeProvider.System.GetUtcNow() is var now && now < to)
        {
            samples.Add(await SampleAsync(now - from));
            await timer.WaitForNextTickAsync();
        }

        return samples;
    }

    /// <summary>The outcomes of the watched slots, oldest first.</summary>
    public async Task<IReadOnlyList<SlotFigures>> ReadSlotsAsync()
    {
        await using var database = SiloProcess.OpenDatabase(directory["data"]);
        await using var query = database.CreateCommand(SlotFigures.Query);
        query.Parameters.Add(new NpgsqlParameter { Value = from });
        query.Parameters.Add(new NpgsqlParameter { Value = to });
        await using var reader = await query.ExecuteReaderAsync();
        var slots = new List<SlotFigures>();
        while (await reader.ReadAsync())
        {
            slots.Add(SlotFigures.Read(reader));
        }

        return slots;
    }

    public async ValueTask DisposeAsync()
    {
        await silo.DisposeAsync();
        await venues.DisposeAsync();
        directory.Dispose();
    }

    private Task<Sample> SampleAsync(TimeSpan at) => Sample.TakeAsync(at, silo.Id, silo.Http);

    private static string MarketNames() =>
        string.Join(',', Enumerable.Range(1, Markets / 2).SelectMany(i => new[] { $"coinbase:T{i:D4}-USD", $"binance:T{i:D4}USDT" }));
}
