using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Npgsql;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.PostgresServer;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Faults;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Cluster.Tests.Processes;

/// <summary>Silos in separate processes with one database, one archive and simulated venues, and slots of a minute.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    public static readonly TimeSpan Slot = TimeSpan.FromMinutes(1);

    private readonly TempDirectory directory;
    private readonly List<SiloProcess> silos = [];
    private readonly string[] markets;
    private PrivatePostgres postgres;
    private int launched;
    private DateTimeOffset upAt;

    private SiloCluster(TempDirectory directory, PrivatePostgres postgres, Simulator venues, string[] markets)
    {
        this.directory = directory;
        this.postgres = postgres;
        this.markets = markets;
        Venues = venues;
        Database = NpgsqlDataSource.Create(postgres.ConnectionString);
    }

    public Simulator Venues { get; }

    public NpgsqlDataSource Database { get; }

    public string Data => directory.FullName;

    public string ConnectionString => postgres.ConnectionString;

    public IReadOnlyList<SiloProcess> Silos => silos;

    public int MarketCount => markets.Length;

    /// <summary>Database, archive and venues without a silo. The markets are those of synthetic assets.</summary>
    public static async Task<SiloCluster> CreateAsync(int marketCount, string slot = "1m")
    {
        var directory = new TempDirectory().OpenToAll();
        var assets = (marketCount + 1) / 2;
        var names = Enumerable.Range(1, assets).SelectMany(i => new[] { $"coinbase:T{i:D4}-USD", $"binance:T{i:D4}USDT" }).Take(marketCount);
        var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.05, MovesEachPull = true, ExtraMarkets = assets });
        return new SiloCluster(directory, await StartPostgresAsync(directory), venues, [.. names]) { SlotText = slot };
    }

    /// <summary>A cluster of this many silos, whose markets all have a book.</summary>
    public static async Task<SiloCluster> StartAsync(int siloCount, int marketCount, string slot = "1m")
    {
        var cluster = await CreateAsync(marketCount, slot);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, siloCount).Select(_ => cluster.AddSiloAsync()));
            await cluster.Silos[0].BooksAsync(marketCount);
            cluster.upAt = DateTimeOffset.UtcNow;
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more silo and waits until it is ready.</summary>
    public async Task<SiloProcess> AddSiloAsync(string? assembly = null, bool inCluster = true, MovedClock? clock = null)
    {
        return await LaunchAsync(Interlocked.Increment(ref launched) - 1, assembly, inCluster, clock);
    }

    /// <summary>Starts a silo in the data directory of the one that was started at this place, and waits until it is ready.</summary>
    public Task<SiloProcess> StartAgainAsync(int index, MovedClock? clock = null, int? group = null) =>
        LaunchAsync(index, assembly: null, inCluster: true, clock, group);

    private async Task<SiloProcess> LaunchAsync(int index, string? assembly, bool inCluster, MovedClock? clock = null, int? group = null)
    {
        var variables = EnvironmentVariables.Concat(clock?.Environment ?? new Dictionary<string, string>()).ToDictionary();
        var silo = SiloProcess.Launch(SettingsOf(index, inCluster), variables, assembly, group: group);
        lock (silos)
        {
            silos.Add(silo);
        }

        await silo.ReadyAsync();
        return silo;
    }

    /// <summary>A clean stop by SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync(SiloProcess silo)
    {
        var exitCode = await silo.StopAsync();
        silos.Remove(silo);
        return exitCode;
    }

    public async Task KillAsync(SiloProcess silo)
    {
        await silo.KillAsync();
        lock (silos)
        {
            silos.Remove(silo);
        }
    }

    /// <summary>Delays the venues' answers by this much until the faults are cleared.</summary>
    public void DelayPulls(TimeSpan delay)
    {
        foreach (var venue in new[] { "coinbase", "binance" })
        {
            Venues.Faults.Add(new Fault(venue, FaultKind.Delay) { DelayMs = (int)delay.TotalMilliseconds });
        }
    }

    /// <summary>Restarts the database while silos have open connections to it.</summary>
    public async Task RestartPostgresAsync()
    {
        await postgres.DisposeAsync();
        postgres = await StartPostgresAsync(directory);
    }

    /// <summary>Stops every process of the database where it is, or lets them go on.</summary>
    public async Task SignalPostgresAsync(string signal)
    {
        foreach (var (tool, arguments) in new[] { ("pkill", new[] { signal, "-P" }), ("kill", [signal]) })
        {
            using var sent = Process.Start(tool, [.. arguments, $"{postgres.ProcessId}"]);
            await sent.WaitForExitAsync();
        }
    }

    /// <summary>Ends the database like <c>kill -9</c>.</summary>
    public async Task KillPostgresAsync()
    {
        using var postmaster = Process.GetProcessById(postgres.ProcessId);
        postmaster.Kill();
        await postmaster.WaitForExitAsync();
    }

    public async Task StartPostgresAgainAsync()
    {
        await postgres.StartAgainAsync();

        // The connections in the pool are those of the killed server.
        Database.Clear();
    }

    /// <summary>Whether every market answers through this silo with a book.</summary>
    public async Task<bool> DoAllAnswerAsync(SiloProcess silo) =>
        await TryListAsync(silo) is { } list && list.Count(market => ReceivedAt(market) is not null) == MarketCount;

    /// <summary>Waits until every market, asked through this silo, has a book received after this moment; returns when the last one did.</summary>
    public async Task BooksSinceAsync(SiloProcess silo, DateTimeOffset since, TimeSpan within) =>
        await Eventually.HoldsAsync(() => HaveBooksSinceAsync(silo, since), () => $"{MarketCount} books received after {since:O}\n{silo.Log}", within);

    /// <summary>Whether every market, asked through this silo, has a book received after this moment.</summary>
    public async Task<bool> HaveBooksSinceAsync(SiloProcess silo, DateTimeOffset since) =>
        await TryListAsync(silo) is { } list && list.Count(market => ReceivedAt(market) > since) == MarketCount;

    /// <summary>Waits until every market has its book of the slot at this moment. It asks no market, because a question would start it.</summary>
    public Task BooksOfSlotAsync(DateTimeOffset moment)
    {
        var books = $"SELECT count(*) FROM fact_book WHERE slot <= '{moment:O}' AND '{moment:O}' < slot + slot_length";
        return Eventually.HoldsAsync(
            async () => await CountAsync(books) == MarketCount, () => $"{MarketCount} books of the slot of {moment:O}\n{silos[^1].Log}", Slot);
    }

    /// <summary>Waits until every market answers through this silo; returns how long that took.</summary>
    public async Task<TimeSpan> AllAnswerAsync(SiloProcess silo, TimeSpan within)
    {
        var since = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync(
            () => DoAllAnswerAsync(silo),
            () => $"an answer of every market\n{silo.Log}",
            within);
        return Stopwatch.GetElapsedTime(since);
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Gaps of the slots that began with every market started; the slot in which a cluster starts may end too soon.</summary>
    public Task<long> CountGapsAsync() => CountAsync($"SELECT count(*) FROM fact_gap WHERE slot > '{upAt:O}'");

    /// <summary>Waits until this much of a slot has passed.</summary>
    public static Task PassAsync(TimeSpan intoSlot)
    {
        var passed = TimeSpan.FromTicks(DateTimeOffset.UtcNow.Ticks % Slot.Ticks);
        return Task.Delay(passed <= intoSlot ? intoSlot - passed : Slot - passed + intoSlot);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));
        await Venues.DisposeAsync();
        await Database.DisposeAsync();
        await postgres.DisposeAsync();
        directory.Dispose();
    }

    private static async Task<PrivatePostgres> StartPostgresAsync(TempDirectory directory)
    {
        try
        {
            var server = await PrivatePostgres.StartAsync(
                new PrivatePostgresOptions(directory.FullName) { IsDurable = false }, TimeProvider.System, CancellationToken.None);
            TestPostgres.CleanUpAfter(directory);
            return server;
        }
        catch (PostgresNotInstalledException missing)
        {
            Missing.Dependency(missing.Message);
            throw;
        }
    }

    private string SlotText { get; init; } = "1m";

    private Dictionary<string, string> EnvironmentVariables => new()
    {
        ["ORDERBOOK__ConnectionStrings__Warehouse"] = ConnectionString,
        ["ORDERBOOK__Markets"] = string.Join(',', markets),
    };

    private string[] SettingsOf(int index, bool inCluster) =>
    [
        "--Data", directory[$"silo-{index}"], "--Archive", $"file:{directory["archive"]}", "--Slot", SlotText,
        .. VenueSettings.Of(Venues),
        .. inCluster
            ? new[] { "--Cluster:Enabled", "true", "--Cluster:AdvertisedAddress", "127.0.0.1", "--Cluster:SiloPort", "0", "--Cluster:GatewayPort", "0" }
            : [],
    ];

    private static async Task<List<JsonElement>?> TryListAsync(SiloProcess silo)
    {
        using var answer = await silo.Http.GetAsync("/api/markets");
        return answer.StatusCode == HttpStatusCode.OK
            ? [.. JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.EnumerateArray()]
            : null;
    }

    private static DateTimeOffset? ReceivedAt(JsonElement market) =>
        market.GetProperty("receivedAt") is { ValueKind: JsonValueKind.String } at ? at.GetDateTimeOffset() : null;
}
