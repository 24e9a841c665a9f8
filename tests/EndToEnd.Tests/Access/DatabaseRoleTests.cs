using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using OrderBookSilo.EndToEnd.Tests.Telemetry;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Access;

/// <summary>The roles of <c>deploy</c>: an owner migrates, and a silo with few rights does all its work and cannot do more.</summary>
public sealed class DatabaseRoleTests : IDisposable
{
    private readonly TempDirectory directory = new TempDirectory().OpenToAll();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_silo_works_with_only_the_granted_rights()
    {
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);
        await database.ExecuteAsync(Deployed.Read("roles.sql"));
        var (owner, silo) = (As(database, "orderbook_owner"), As(database, "orderbook_silo"));
        await database.ExecuteAsync($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(owner).Database} OWNER TO orderbook_owner; ALTER SCHEMA public OWNER TO orderbook_owner");

        await RefusesToStartAsync(silo);
        await MigrateAsync(owner);
        await ExecuteAsync(owner, Deployed.Read("grants.sql"));
        await ExecuteAsync(owner, Deployed.Read("grants.sql"));
        await PullsAsync(silo);

        Assert.Equal(3, await database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
        Assert.True(await database.ScalarAsync<long>("SELECT count(*) FROM fact_split") > 0);
        await ExecuteAsync(silo, "INSERT INTO market_audit SELECT market_id, now() FROM dim_market ON CONFLICT (market_id) DO UPDATE SET audited_until = now()");
        await ExecuteAsync(silo, "INSERT INTO audit_finding SELECT * FROM audit_finding");
        await ExecuteAsync(silo, "UPDATE audit_finding SET resolved_at = now()");
        await RefusesAsync(silo, "DELETE FROM fact_book");
        await RefusesAsync(silo, "UPDATE fact_cost SET fee = 0");
        var live = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(silo, "SELECT clear_version('live', '{1}', NULL, '-infinity', 'infinity')"));
        Assert.Contains("live are not cleared", live.MessageText, StringComparison.Ordinal);
        await RefusesAsync(silo, "DROP TABLE fact_pull");
        await RefusesAsync(silo, "TRUNCATE fact_gap");
        await RefusesAsync(silo, "SELECT drop_old_fills(1)");
        await RefusesAsync(silo, "UPDATE audit_log SET outcome = 'done'");
        await RefusesAsync(silo, "DELETE FROM audit_log");
        await ExecuteAsync(silo, "SELECT drop_old_audit_log(400)");
        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(silo, "SELECT drop_old_audit_log(1)"));
        await RefusesAsync(silo, "CREATE TABLE mine ()");
        await RefusesAsync(silo, "UPDATE api_key SET scope = 'admin'");
        await RefusesAsync(silo, "UPDATE orleans.orleansquery SET querytext = ''");
        await RefusesAsync(silo, "SELECT * FROM pg_authid");
    }

    private static string As(TestDatabase database, string role) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role, Pooling = false }.ConnectionString;

    private async Task RefusesToStartAsync(string connectionString)
    {
        await using var silo = SiloProcess.Launch(["--Data", directory["early"]], Environment(connectionString));

        Assert.Equal(1, await silo.ExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("permission denied", silo.Log, StringComparison.Ordinal);
        Assert.Contains("migrate", silo.Log, StringComparison.Ordinal);
    }

    private async Task MigrateAsync(string connectionString)
    {
        var start = new ProcessStartInfo("dotnet", [Built.Assembly("Silo"), "migrate", "--Data", directory["none"]]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["ORDERBOOK__ConnectionStrings__Warehouse"] = connectionString;
        using var migrate = Process.Start(start)!;
        var said = await migrate.StandardOutput.ReadToEndAsync() + await migrate.StandardError.ReadToEndAsync();
        await migrate.WaitForExitAsync();

        Assert.True(migrate.ExitCode == 0, said);
    }

    // Every kind of write: markets, listings, books, costs, splits, failures, keys, state, reminders.
    private async Task PullsAsync(string connectionString)
    {
        await new FileArchive(directory["data/archive"]).StoreAsync(
            Some.Capture("""{"bids":[["100.5","2",1]],"asks":[["101","5",1]],"sequence":7}"""), CancellationToken.None);
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.01 });
        await using var silo = SiloProcess.Launch(
            ["--Data", directory["data"], "--Markets", "coinbase:BTC-USD,coinbase:USDT-USD", .. VenueSettings.Of(venues)], Environment(connectionString));
        await silo.ReadyAsync();
        await silo.BooksAsync(2);
        venues.Faults.Add(new VenueSimulator.Faults.Fault("coinbase", VenueSimulator.Faults.FaultKind.Crossed) { Count = 1 });
        foreach (var (method, path) in ((string, string)[])
            [
                ("POST", "/api/markets/coinbase/BTC-USD/pull"), ("DELETE", "/api/markets/coinbase/BTC-USD"), ("PUT", "/api/markets/coinbase/BTC-USD"),
                ("POST", "/api/keys/one?scope=read"), ("DELETE", "/api/keys/one"), ("GET", "/api/failures"), ("GET", "/api/gaps"),
            ])
        {
            using var answer = await silo.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            Assert.True(answer.IsSuccessStatusCode || path.EndsWith("/pull", StringComparison.Ordinal), $"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
        }

        await ReplaysAsync(silo);
        await silo.UntilAsync(
            () => silo.GetAsync("/api/splits?asset=BTC"), splits => splits.GetArrayLength() > 0, "splits");
        Assert.Equal(0, await silo.StopAsync());
        Assert.DoesNotContain("42501", silo.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("permission denied", silo.Log, StringComparison.Ordinal);
    }

    // A book that only the archive has is replayed into live and twice into a version, which is then dropped.
    private static async Task ReplaysAsync(SiloProcess silo)
    {
        foreach (var query in new[] { "", "&sizes=100", "&into=v", "&into=v", "&verify=true" })
        {
            using var ordered = await silo.Http.PostAsync(new Uri($"/api/replays?from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z{query}", UriKind.Relative), content: null);
            var id = JsonDocument.Parse(await ordered.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString();
            var ended = await silo.UntilAsync(() => silo.GetAsync($"/api/replays/{id}"), replay => replay.GetProperty("state").GetString() != "running", "the replay's end");
            Assert.True(ended.GetProperty("state").GetString() == "done", ended.ToString());
            Assert.Equal((1, 0), (ended.GetProperty("books").GetInt32(), ended.GetProperty("differences").GetInt32()));
        }

        using var dropped = await silo.Http.DeleteAsync(new Uri("/api/versions/v", UriKind.Relative));
        Assert.True(dropped.IsSuccessStatusCode, await dropped.Content.ReadAsStringAsync());
    }

    private static Dictionary<string, string> Environment(string connectionString) =>
        new() { ["ORDERBOOK__ConnectionStrings__Warehouse"] = connectionString };

    private static async Task RefusesAsync(string connectionString, string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connectionString, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
