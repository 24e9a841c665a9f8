using Npgsql;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary><c>kill -9</c> of a real silo at moments of every kind, its start included: nothing lost, nothing doubled.</summary>
public sealed class CrashTests
{
    private const int Rounds = 5;
    private const int RoundMsMax = 6_000;

    [Fact]
    public async Task Killed_at_any_moment_a_silo_leaves_no_duplicate_and_no_orphan()
    {
        using var directory = new TempDirectory().OpenToAll();
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.2, MovesEachPull = true });
        string[] settings = ["--Data", directory["data"], "--Slot", "1m", .. VenueSettings.Of(venues)];
        var moments = new Random(20261122);
        await (await SiloProcess.StartAsync(settings)).KillAsync();
        for (var round = 0; round < Rounds; round++)
        {
            await using var silo = SiloProcess.Launch(settings);
            await Task.Delay(moments.Next(RoundMsMax));
            await silo.KillAsync();
        }

        await using var survivor = await SiloProcess.StartAsync(settings);
        await survivor.BooksAsync(4);
        await using var database = SiloProcess.OpenDatabase(directory["data"]);
        await survivor.UntilAsync(
            () => CountAsync(database, "SELECT count(*) FROM slot_completeness WHERE outcome IN ('missing')"), count => count == 0, "every passed slot's outcome");

        Assert.Equal(0, await CountAsync(database, "SELECT count(*) FROM fact_gap JOIN fact_book USING (market_id, slot)"));
        Assert.Equal(0, await CountAsync(database, OrphansOf("fact_cost")));
        Assert.Equal(0, await CountAsync(database, OrphansOf("fact_depth")));
        Assert.Equal(0, await CountAsync(database, OrphansOf("fact_fill")));
        Assert.Equal(0, await CountAsync(database, "SELECT count(*) FROM fact_book WHERE NOT EXISTS (SELECT FROM fact_pull WHERE fact_pull.archive_key = fact_book.archive_key)"));
        Assert.Equal(0, await CountAsync(database, "SELECT count(*) FROM (SELECT market_id, count(*) FROM dim_market_active WHERE \"to\" IS NULL GROUP BY 1 HAVING count(*) > 1) AS doubled"));
        Assert.Equal(0, await CountAsync(database, UnequalSums));
        await ArchiveMatchesAsync(database, directory["data"]);
    }

    internal const string UnequalSums = """
        SELECT count(*) FROM fact_cost AS cost
        WHERE fills_stored AND filled_amount <> (
            SELECT coalesce(sum(amount), 0) FROM fact_fill AS fill
            WHERE (fill.market_id, fill.slot, fill.version, fill.side, fill.order_size, fill.fill_policy)
                = (cost.market_id, cost.slot, cost.version, cost.side, cost.order_size, cost.fill_policy))
        """;

    /// <summary>Every book's object lies in the archive with its hash, and every object is named by a pull.</summary>
    internal static async Task ArchiveMatchesAsync(NpgsqlDataSource database, string data)
    {
        var named = new Dictionary<string, string>();
        await using (var query = database.CreateCommand("SELECT archive_key, sha256 FROM fact_pull WHERE archive_key IS NOT NULL"))
        await using (var reader = await query.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                named[reader.GetString(0)] = reader.GetString(1);
            }
        }

        var archive = Path.Combine(data, "archive");
        var objects = Directory.EnumerateFiles(archive, "*.json.gz", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(archive, file)).ToHashSet();
        Assert.Equal(objects.Order(StringComparer.Ordinal), named.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, sha256) in named)
        {
            Assert.Equal(sha256, ArchivedObject.Sha256(Path.Combine(archive, key)));
        }
    }

    internal static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static string OrphansOf(string table) =>
        $"SELECT count(*) FROM {table} WHERE NOT EXISTS (SELECT FROM fact_book WHERE (fact_book.market_id, fact_book.slot, fact_book.version) = ({table}.market_id, {table}.slot, {table}.version))";
}
