using System.Globalization;
using System.Text.Json;
using Npgsql;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>Replays as users start them: with a real silo, from the console, over captures in its archive.</summary>
public sealed class ReplayTests : IDisposable
{
    private static readonly DateTimeOffset First = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory directory = new TempDirectory().OpenToAll();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Captures_become_facts_and_versions_are_compared_shown_and_dropped()
    {
        const int hours = 60;
        await ArchiveAsync(hours);
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.05 });
        await using var silo = await StartAsync(venues);
        await using var database = SiloProcess.OpenDatabase(directory["data"]);

        var filled = await AskAsync(silo, 0, "replay", "--from", "2026-10-01", "--to", "2026-11-22");
        Assert.Contains($"{hours} books", filled.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 written", filled.Text, StringComparison.Ordinal);
        Assert.Contains("0 rows differ from live, 0 objects could not be used", filled.Text, StringComparison.Ordinal);
        Assert.Equal(hours, await CountAsync(database, "SELECT count(*) FROM fact_book WHERE slot < '2026-11-22'"));

        var verified = await AskAsync(silo, 0, "replay", "--from", "2026-10-01", "--to", "2026-11-22", "--verify");
        Assert.Contains("Every row of live matches the one computed again.", verified.Text, StringComparison.Ordinal);

        var version = JsonDocument.Parse((await AskAsync(
            silo, 0, "--json", "replay", "--from", "2026-10-02", "--to", "2026-10-03", "--sizes", "2500,7500", "--fees", "none", "--into", "small")).Output).RootElement;
        Assert.Equal(("done", 24), (version.GetProperty("state").GetString(), version.GetProperty("books").GetInt32()));
        Assert.Equal("2500 7500", string.Join(' ', await TextsAsync(database, "SELECT DISTINCT order_size::text FROM fact_fill WHERE version = 'small' ORDER BY 1")));

        var differences = await AskAsync(silo, 0, "replay", "diff", "live", "small");
        Assert.Contains("24 slots are covered by both live and small", differences.Text, StringComparison.Ordinal);
        Assert.Contains("only in live", differences.Text, StringComparison.Ordinal);

        const string shown = "SELECT count(*) FROM transactions_summary WHERE transaction_limit = 2500";
        Assert.Equal(0, await CountAsync(database, shown));
        await AskAsync(silo, 0, "replay", "promote", "small");
        Assert.Equal(24, await CountAsync(database, shown));
        Assert.Equal(hours, await CountAsync(database, "SELECT count(*) FROM shown_book WHERE slot < '2026-11-22'"));
        Assert.Contains("demote it first", (await AskAsync(silo, 1, "replay", "drop", "small")).Errors, StringComparison.Ordinal);
        await AskAsync(silo, 0, "replay", "demote", "small");
        await AskAsync(silo, 0, "replay", "drop", "small");
        Assert.Equal(0, await CountAsync(database, "SELECT count(*) FROM fact_cost WHERE version = 'small'"));
        Assert.Equal(hours, await CountAsync(database, "SELECT count(*) FROM shown_book WHERE slot < '2026-11-22'"));

        await ExecuteAsync(database, "UPDATE fact_depth SET levels = 77 WHERE (tableoid, ctid) = (SELECT tableoid, ctid FROM fact_depth WHERE levels IS NOT NULL AND slot < '2026-11-22' LIMIT 1)");
        var wrong = await AskAsync(silo, 1, "replay", "--from", "2026-10-01", "--to", "2026-11-22", "--verify");
        Assert.Contains("1 rows differ from live", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("levels", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("77", wrong.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_replay_is_refused_with_a_hint()
    {
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.05 });
        await using var silo = await StartAsync(venues);

        await RefusesAsync(silo, 2, "--from is missing", "replay");
        await RefusesAsync(silo, 1, "from must be before to", "replay", "--from", "2099-01-01");
        await RefusesAsync(silo, 1, "fees needs into=VERSION", "replay", "--from", "2026-10-01", "--fees", "none");
        await RefusesAsync(silo, 1, "no fee profile 'mine'", "replay", "--from", "2026-10-01", "--fees", "mine", "--into", "v");
        await RefusesAsync(silo, 1, "'live' is not a valid version name", "replay", "--from", "2026-10-01", "--into", "live");
        await RefusesAsync(silo, 1, "unknown markets: coinbase:NO-NO", "replay", "--from", "2026-10-01", "--markets", "coinbase:NO-NO");
        await RefusesAsync(silo, 1, "verify compares with live as configured", "replay", "--from", "2026-10-01", "--verify", "--sizes", "5");
        await RefusesAsync(silo, 1, "there is no version 'v'; the versions are live", "replay", "promote", "v");
        await AskAsync(silo, 0, "replay", "--from", "2026-10-01", "--to", "2026-10-02", "--into", "v", "--sizes", "5");
        await RefusesAsync(silo, 1, "version v was computed with other sizes", "replay", "--from", "2026-10-01", "--into", "v");
    }

    [Fact]
    public async Task A_killed_replay_continues_and_writes_the_same_rows_as_an_uninterrupted_one()
    {
        const int hours = 900;
        await ArchiveAsync(hours);
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.05 });
        string id;
        await using (var first = await StartAsync(venues))
        {
            var ordered = await AskAsync(first, 0, "--json", "replay", "--from", "2026-10-01", "--into", "cut", "--detach");
            id = JsonDocument.Parse(ordered.Output).RootElement.GetProperty("id").GetString()!;
            await first.UntilAsync(() => first.GetAsync($"/api/replays/{id}"), replay => replay.GetProperty("pagesDone").GetInt32() > 3, "some pages");
            await first.KillAsync();
        }

        await using var second = await StartAsync(venues);
        await using var database = SiloProcess.OpenDatabase(directory["data"]);
        var before = await second.GetAsync($"/api/replays/{id}");
        var cut = await AskAsync(second, 0, "--json", "replay", "follow", id);
        await AskAsync(second, 0, "replay", "--from", "2026-10-01", "--into", "whole");

        Assert.True(before.GetProperty("pagesDone").GetInt32() > 3);
        Assert.Equal(hours, JsonDocument.Parse(cut.Output).RootElement.GetProperty("books").GetInt32());
        foreach (var table in new[] { "fact_book", "fact_depth", "fact_imbalance", "fact_cost", "fact_fill", "fact_round_trip" })
        {
            var rows = $"(SELECT to_jsonb(fact) - 'version' FROM {table} AS fact WHERE version = '{{0}}')";
            string Of(string version) => string.Format(CultureInfo.InvariantCulture, rows, version);
            Assert.Equal(0, await CountAsync(database, $"SELECT count(*) FROM (({Of("cut")} EXCEPT ALL {Of("whole")}) UNION ALL ({Of("whole")} EXCEPT ALL {Of("cut")})) AS differing"));
            Assert.True(await CountAsync(database, $"SELECT count(*) FROM {table} WHERE version = 'cut'") >= hours);
        }
    }

    private Task<SiloProcess> StartAsync(Simulator venues) =>
        SiloProcess.StartAsync(["--Data", directory["data"], "--Markets", "coinbase:BTC-USD", "--FillSizes", "10000", .. VenueSettings.Of(venues)]);

    /// <summary>Books of an hour each, as an earlier silo would have archived them.</summary>
    private async Task ArchiveAsync(int hours)
    {
        var archive = new FileArchive(directory["data/archive"]);
        for (var hour = 0; hour < hours; hour++)
        {
            var slot = Slot.Containing(First.AddHours(hour), TimeSpan.FromHours(1));
            var levels = string.Join(',', Enumerable.Range(1, 80).Select(i => $$"""["{{1000 + hour + i}}.5","{{i}}.25",1]"""));
            var bids = string.Join(',', Enumerable.Range(1, 80).Select(i => $$"""["{{1000 + hour - i}}.5","{{i}}.75",1]"""));
            await archive.StoreAsync(Some.Capture($$"""{"bids":[{{bids}}],"asks":[{{levels}}],"sequence":{{hour}}}""", Market.Parse("coinbase:BTC-USD"), slot), CancellationToken.None);
        }

        using var open = System.Diagnostics.Process.Start("chmod", ["-R", "a+rwX", directory["data"]]);
        await open.WaitForExitAsync();
    }

    private static async Task<ConsoleRun> AskAsync(SiloProcess silo, int exitCode, params string[] args)
    {
        var run = await ConsoleRun.AskAsync(silo.Url, args);
        Assert.True(run.ExitCode == exitCode, $"{string.Join(' ', args)}: exit code {run.ExitCode}\n{run.Text}\n{run.Errors}\n{silo.Log}");
        return run;
    }

    private static async Task RefusesAsync(SiloProcess silo, int exitCode, string sentence, params string[] args) =>
        Assert.Contains(sentence, (await AskAsync(silo, exitCode, args)).Errors, StringComparison.Ordinal);

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<List<string>> TextsAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
