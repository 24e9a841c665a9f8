using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Access;

/// <summary>Who changed what is recorded, whatever came of it.</summary>
public sealed partial class AuditLogTests(GuardedSilo silo) : IClassFixture<GuardedSilo>
{
    private static readonly Dictionary<string, string> PathValues = new()
    {
        ["venue"] = "coinbase", ["product"] = "NO%2FSUCH", ["name"] = "nobody", ["id"] = "none", ["version"] = "none",
    };

    [Fact]
    public async Task Every_operation_that_is_not_a_read_is_recorded_under_its_name_even_when_it_is_refused()
    {
        var operations = await WritesAsync();
        foreach (var (_, method, path) in operations)
        {
            using var answer = await silo.Process.Http.SendAsync(
                new HttpRequestMessage(new HttpMethod(method), PathParts().Replace(path, part => PathValues[part.Groups["name"].Value])));
        }

        var recorded = (await LogAsync()).Select(entry => entry.GetProperty("action").GetString()!).ToList();
        Assert.True(operations.Count >= 12, $"only {operations.Count} operations change something");
        Assert.All(operations, operation => Assert.Contains(operation.Id, recorded));
        Assert.Contains(await LogAsync(), entry => Text(entry, "action") == "addMarket" && Text(entry, "subject") == "coinbase:NO/SUCH" && Text(entry, "outcome") == "refused");
    }

    [Fact]
    public async Task An_entry_has_the_callers_key_and_address_what_was_done_on_what_and_the_outcome()
    {
        var key = await silo.NewKeyAsync("operator", "admin");

        Assert.Equal(HttpStatusCode.OK, await silo.AskAsync(key, HttpMethod.Put, "/api/markets/coinbase/BTC-USD"));
        Assert.Equal(HttpStatusCode.NotFound, await silo.AskAsync(key, HttpMethod.Delete, "/api/versions/v1"));
        Assert.Equal(HttpStatusCode.Created, await silo.AskAsync(key, HttpMethod.Post, "/api/keys/mine?scope=read"));

        var mine = (await LogAsync()).Where(entry => Text(entry, "key") == "operator").ToList();
        Assert.All(mine, entry => Assert.Equal(("key", new Uri(silo.Url).Host), (Text(entry, "caller"), Text(entry, "address"))));
        Assert.Equal(
            [("createKey", "mine", "scope=read", "done"), ("dropVersion", "v1", null, "refused"), ("addMarket", "coinbase:BTC-USD", null, "done")],
            mine.Select(entry => (Text(entry, "action"), Text(entry, "subject"), Text(entry, "parameters"), Text(entry, "outcome"))));
        var created = Assert.Single(await LogAsync(), entry => Text(entry, "subject") == "operator");
        Assert.Equal(("loopback", null, "127.0.0.1"), (Text(created, "caller"), Text(created, "key"), Text(created, "address")));
    }

    [Fact]
    public async Task A_replay_is_recorded_with_its_name_and_a_read_is_not_recorded()
    {
        var before = (await LogAsync()).Count;
        using var ordered = await silo.Process.Http.PostAsync(new Uri("/api/replays?from=2026-11-22T00:00:00Z&to=2026-11-22T01:00:00Z&dryRun=true", UriKind.Relative), null);
        var id = JsonDocument.Parse(await ordered.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString();
        await silo.Process.GetAsync("/api/markets");

        var entry = (await LogAsync())[0];
        Assert.Equal(before + 1, (await LogAsync()).Count);
        Assert.Equal(("startReplay", id, "done"), (Text(entry, "action"), Text(entry, "subject"), Text(entry, "outcome")));
        Assert.Equal("from=2026-11-22T00:00:00Z&to=2026-11-22T01:00:00Z&dryRun=true", Text(entry, "parameters"));
    }

    [Fact]
    public async Task The_log_is_for_admins_and_has_no_key_in_it()
    {
        var reader = await silo.NewKeyAsync("log-reader", "read");
        using var misplaced = await silo.Process.Http.PostAsync(new Uri($"/api/keys/{reader}?scope=read&other={reader}", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.Forbidden, await silo.AskAsync(reader, HttpMethod.Get, "/api/audit/log"));
        Assert.Equal(HttpStatusCode.OK, await silo.AskAsync(GuardedSilo.ConfiguredKey, HttpMethod.Get, "/api/audit/log?limit=5"));
        Assert.Equal(HttpStatusCode.BadRequest, misplaced.StatusCode);
        Assert.Contains(await LogAsync(), entry => Text(entry, "subject") == "obs_…");
        Assert.DoesNotContain(await LogAsync(), entry => entry.ToString().Contains(reader[4..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pull_is_made_although_its_record_cannot_be_written_and_the_log_has_it()
    {
        await using var connection = new NpgsqlConnection(silo.Database.ConnectionString);
        await connection.OpenAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand("LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE", connection);
            await hold.ExecuteNonQueryAsync();

            using var pulled = await silo.Process.Http.PostAsync(new Uri("/api/markets/coinbase/BTC-USD/pull", UriKind.Relative), null);

            Assert.Equal(HttpStatusCode.OK, pulled.StatusCode);
            Assert.Matches("could not be recorded in audit_log: .*pullMarket.* .*coinbase:BTC-USD.*loopback.*done", silo.Process.Log);
        }
    }

    [Fact]
    public async Task The_console_lists_the_changes()
    {
        await silo.NewKeyAsync("shown", "read");

        var run = await ConsoleRun.AskAsync(silo.Process.Url, "audit", "log", "--limit", "1");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Matches("loopback +127.0.0.1 +[a-z]+[A-Z][a-z]+ ", run.Lines[1]);
        Assert.Equal(2, run.Lines.Length);
    }

    private async Task<List<JsonElement>> LogAsync() => [.. (await silo.Process.GetAsync("/api/audit/log?limit=10000")).EnumerateArray()];

    private async Task<List<(string Id, string Method, string Path)>> WritesAsync()
    {
        var document = await silo.Process.GetAsync("/openapi/v1.json");
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where operation.Name is not ("get" or "head")
               select (operation.Value.GetProperty("operationId").GetString()!, operation.Name.ToUpper(CultureInfo.InvariantCulture), path.Name),
        ];
    }

    private static string? Text(JsonElement entry, string field) => entry.GetProperty(field).GetString();

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex PathParts();
}
