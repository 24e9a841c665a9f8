using System.Net;
using System.Text.Json;
using Npgsql;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.EndToEnd.Tests.Access;

/// <summary>No secret comes out: one is planted wherever one can be configured, errors are provoked, and every output is searched.</summary>
public sealed class SecretTests : IDisposable
{
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromSeconds(40);
    private readonly TempDirectory directory = new TempDirectory().OpenToAll();
    private readonly Planted planted = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_silo_in_trouble_tells_no_secret_anywhere()
    {
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.01 });
        await using var collector = await OtlpReceiver.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        await using (var silo = Launch(venues, database, collector))
        {
            await silo.ReadyAsync();
            await silo.BooksAsync(2);
            await AskBadlyAsync(silo, await NewKeyAsync(silo));
            venues.Faults.Add(new Fault("coinbase", FaultKind.Status) { Status = 500, Count = 1 });
            await LookAsync(silo, HttpMethod.Post, "/api/markets/coinbase/BTC-USD/pull");
            await using (await database.CloseAsync())
            {
                await LookAsync(silo, HttpMethod.Post, "/api/markets/coinbase/BTC-USD/pull");
                await LookAsync(silo, HttpMethod.Get, "/api/gaps");
                await LookAsync(silo, HttpMethod.Post, "/api/keys/another?scope=read");
            }

            await LookAtAllAnswersAsync(silo);
            planted.Look("command line", await File.ReadAllBytesAsync($"/proc/{silo.Id}/cmdline"));
            await silo.StopAsync();
            planted.Look("stdout and stderr", silo.Log);
        }

        planted.LookThrough(directory["data"]);
        database.Source.Clear();
        await LookAtTablesAsync(database);
        Assert.All(collector.Requests, request => planted.Look("OTLP", request.Body));
        foreach (var place in (string[])["stdout and stderr", "logs", "archive", "GET /metrics", "GET /api/venues", "database", "OTLP", "command line"])
        {
            Assert.True(planted.Seen.GetValueOrDefault(place) > 0, $"nothing was seen of {place}: {string.Join(", ", planted.Seen.Keys)}");
        }

        Assert.Empty(planted.Found);
    }

    [Fact]
    public async Task An_archive_that_is_away_tells_no_secret_either()
    {
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.01 });
        await using var database = await TestDatabase.CreateAsync();
        await using var silo = SiloProcess.Launch(
            [
                "--Data", directory["data"], "--Markets", "coinbase:BTC-USD", "--Archive", "s3://nowhere/x", "--Archive:S3:ServiceUrl", "http://127.0.0.1:1",
                "--Archive:S3:ForcePathStyle", "true", .. VenueSettings.Of(venues),
            ],
            With(database));
        await silo.ReadyAsync();
        await silo.UntilAsync(() => Task.FromResult(silo.Log), log => log.Contains("archive", StringComparison.Ordinal), "a word about the archive");
        await LookAtAllAnswersAsync(silo);
        await silo.StopAsync();

        planted.Look("stdout and stderr", silo.Log);
        planted.LookThrough(directory["data"]);
        Assert.Empty(planted.Found);
    }

    [Theory]
    [InlineData("ConnectionStrings__Warehouse", $"Host=x;Pasword={Planted.DatabasePassword}")]
    [InlineData("ConnectionStrings__Warehouse", $"postgres://me:{Planted.DatabasePassword}@host/db")]
    [InlineData("Venues__binance__Proxies", $"desk:{Planted.ProxyPassword}@127.0.0.1:1")]
    [InlineData("Venues__binance__Proxies", $"http://desk:{Planted.ProxyPassword}@127.0.0.1:port")]
    [InlineData("Kestrel__Certificates__Default__Path", "CERTIFICATE")]
    [InlineData("Archive__S3__SecretKye", Planted.SecretKey)]
    [InlineData("ApiKye", Planted.ApiKey)]
    public async Task A_start_that_is_refused_tells_no_secret(string key, string value)
    {
        var certificates = new TestCertificates(directory, IPAddress.Loopback, "another password", TimeProvider.System.GetUtcNow().AddDays(1));
        var environment = new Dictionary<string, string>(Planted.Environment) { [$"ORDERBOOK__{key}"] = value == "CERTIFICATE" ? certificates.PfxFile : value };
        await using var silo = SiloProcess.Launch(["--Data", directory["data"]], environment);

        Assert.Equal(2, await silo.ExitAsync(StopTimeMax));
        planted.Look("stderr", silo.Log);
        Assert.Empty(planted.Found);
    }

    [Fact]
    public async Task A_database_that_refuses_the_password_ends_the_start_without_showing_it()
    {
        using var server = new RefusingPostgres();
        var environment = new Dictionary<string, string>(Planted.Environment)
        {
            ["ORDERBOOK__ConnectionStrings__Warehouse"] = $"Host=127.0.0.1;Port={server.Port};Username=silo;Password={Planted.DatabasePassword}",
        };
        await using var silo = SiloProcess.Launch(["--Data", directory["data"]], environment);

        Assert.Equal(2, await silo.ExitAsync(StopTimeMax));
        Assert.Contains(Planted.DatabasePassword, server.Password, StringComparison.Ordinal);
        Assert.Contains("28P01", silo.Log, StringComparison.Ordinal);
        planted.Look("stderr", silo.Log);
        Assert.Empty(planted.Found);
    }

    private SiloProcess Launch(Simulator venues, TestDatabase database, OtlpReceiver collector)
    {
        var environment = With(database);
        foreach (var (name, value) in collector.Environment)
        {
            environment[name] = value;
        }

        return SiloProcess.Launch(["--Data", directory["data"], "--Markets", "coinbase:BTC-USD,binance:BTCUSDT", .. VenueSettings.Of(venues)], environment);
    }

    private static Dictionary<string, string> With(TestDatabase database) => new(Planted.Environment)
    {
        ["ORDERBOOK__ConnectionStrings__Warehouse"] =
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = Planted.DatabasePassword }.ConnectionString,
    };

    private async Task<string> NewKeyAsync(SiloProcess silo)
    {
        using var made = await silo.Http.PostAsync("/api/keys/one?scope=admin", null);
        var key = JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement.GetProperty("key").GetString()!;
        planted.Add("a key that was made", key);
        return key;
    }

    // A key where it does not belong, as people put it there.
    private async Task AskBadlyAsync(SiloProcess silo, string key)
    {
        foreach (var path in (string[])
            [
                $"/api/markets?apikey={key}", $"/api/markets?{key}=1", $"/api/markets?limit={key}", $"/api/markets/coinbase/{key}", $"/api/markets/{key}/BTC-USD",
                $"/api/catalogue?field={key}", $"/api/best?asset={key}&side=buy&amount=1", $"/api/best?asset=BTC&side={key}&amount={key}", $"/api/pairs/{key}/USD",
                $"/api/gaps?from={key}", $"/api/failures?market={key}", $"/{key}",
            ])
        {
            await LookAsync(silo, HttpMethod.Get, path);
        }

        await LookAsync(silo, HttpMethod.Delete, $"/api/keys/{key}");
        await LookAsync(silo, HttpMethod.Put, $"/api/markets/coinbase/{key}");
        using var withKey = new HttpRequestMessage(HttpMethod.Get, "/api/keys") { Headers = { { "X-Api-Key", key } } };
        using var almost = new HttpRequestMessage(HttpMethod.Get, "/api/keys") { Headers = { { "Authorization", $"Bearer {Planted.ApiKey}x" } } };
        planted.Look("GET /api/keys", await (await silo.Http.SendAsync(withKey)).Content.ReadAsStringAsync());
        planted.Look("GET /api/keys", await (await silo.Http.SendAsync(almost)).Content.ReadAsStringAsync());
    }

    private async Task LookAsync(SiloProcess silo, HttpMethod method, string path)
    {
        using var answer = await silo.Http.SendAsync(new HttpRequestMessage(method, path));
        planted.Look($"{method} {path.Split('?')[0]}", $"{answer.Headers}{await answer.Content.ReadAsStringAsync()}");
    }

    private async Task LookAtAllAnswersAsync(SiloProcess silo)
    {
        var paths = (await silo.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .Where(path => path.Value.TryGetProperty("get", out _))
            .Select(path => path.Name.Replace("{venue}", "coinbase", StringComparison.Ordinal).Replace("{product}", "BTC-USD", StringComparison.Ordinal));
        foreach (var path in paths.Append("/metrics").Append("/openapi/v1.json"))
        {
            await LookAsync(silo, HttpMethod.Get, path);
        }
    }

    private async Task LookAtTablesAsync(TestDatabase database)
    {
        foreach (var table in await database.RowsAsync(
            "SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace::regnamespace::text IN ('public', 'orleans', 'local_engine')"))
        {
            planted.Look("database", string.Join('\n', await database.RowsAsync($"SELECT t::text FROM {table} AS t")));
        }
    }
}
