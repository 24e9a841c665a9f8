using Npgsql;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Postgres.Schema;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres.Schema;

/// <summary>Views and functions follow their files, and unchanged ones are not touched.</summary>
public sealed class ViewUpdateTests : IAsyncLifetime
{
    private const string Oids = "SELECT relname, oid FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace ORDER BY 1";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Migration Table = new(1, "0001_table.sql", "CREATE TABLE fruit (name text, weight integer); INSERT INTO fruit VALUES ('fig', 40)");
    private static readonly ViewFile Doubled = new(1, "doubled", "CREATE FUNCTION doubled(n integer) RETURNS integer LANGUAGE sql AS 'SELECT 2 * n'");
    private static readonly ViewFile Basket = new(1, "basket", "CREATE VIEW basket AS SELECT name, doubled(weight) AS weight FROM fruit; COMMENT ON VIEW basket IS 'two of each'");
    private static readonly ViewFile Total = new(2, "total", "CREATE VIEW total AS SELECT sum(weight) AS weight FROM basket");
    private static readonly ViewFile Names = new(2, "names", "CREATE VIEW names AS SELECT name FROM fruit");

    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync(isEmpty: true);

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_changed_view_is_recreated_with_its_dependents()
    {
        await ApplyAsync(Doubled, Basket, Total, Names);
        var before = await OidsAsync();

        await ApplyAsync(Doubled, Basket with { Sql = "CREATE VIEW basket AS SELECT weight::bigint AS weight FROM fruit" }, Total, Names);

        Assert.Equal(["40"], await database.RowsAsync("SELECT weight FROM total"));
        var after = await OidsAsync();
        Assert.Equal(["basket", "names", "total"], after.Keys.Order());
        Assert.Equal(["names"], after.Keys.Where(name => after[name] == before[name]));
    }

    [Fact]
    public async Task A_changed_function_is_recreated_with_the_views_that_use_it()
    {
        await ApplyAsync(Doubled, Basket, Total);

        await ApplyAsync(Doubled with { Sql = "CREATE FUNCTION doubled(n bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 3 * n'" }, Basket, Total);

        Assert.Equal(["120"], await database.RowsAsync("SELECT weight FROM total"));
        Assert.Equal(["doubled(bigint)"], await database.RowsAsync("SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace"));
        Assert.Equal(["two of each"], await database.RowsAsync("SELECT obj_description('basket'::regclass) AS comment"));
    }

    [Fact]
    public async Task A_view_without_a_file_is_dropped()
    {
        await ApplyAsync(Doubled, Basket, Total, Names);

        await ApplyAsync(Names);

        Assert.Equal(["names"], (await OidsAsync()).Keys);
        Assert.Equal(["names"], await database.RowsAsync("SELECT name FROM schema_view"));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM pg_proc WHERE proname = 'doubled'"));
    }

    [Fact]
    public async Task The_next_start_does_not_touch_unchanged_views()
    {
        const string state = $"SELECT relation.*, view.xmin, view.name, view.applied_at FROM ({Oids}) AS relation JOIN schema_view AS view ON view.name = relation.relname";
        await new PostgresDatabase(database.Source).PrepareAsync(Some.Hour, None);
        var before = await database.RowsAsync(state);

        await new PostgresDatabase(database.Source).PrepareAsync(Some.Hour, None);

        Assert.True(before.Count > 10);
        Assert.Equal(before, await database.RowsAsync(state));
    }

    [Fact]
    public async Task Recreated_views_keep_their_privileges()
    {
        var role = $"analyst_{Environment.ProcessId}";
        await ApplyAsync(Doubled, Basket, Total);
        await database.ExecuteAsync($"""
            CREATE ROLE {role};
            GRANT SELECT ON basket, total TO {role} WITH GRANT OPTION; GRANT SELECT ON total TO PUBLIC;
            REVOKE ALL ON FUNCTION doubled FROM PUBLIC; GRANT EXECUTE ON FUNCTION doubled TO {role}
            """);
        const string privileges = """
            SELECT relname AS name, relacl AS privileges FROM pg_class WHERE relname IN ('basket', 'total')
            UNION ALL SELECT proname, proacl FROM pg_proc WHERE proname = 'doubled' ORDER BY 1
            """;
        var before = await database.RowsAsync(privileges);

        await ApplyAsync(Doubled with { Sql = Doubled.Sql + ";" }, Basket, Total);

        Assert.Equal(before.Select(Sorted), (await database.RowsAsync(privileges)).Select(Sorted));
        await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Fact]
    public async Task Somebody_elses_dependent_view_is_reported_and_never_dropped()
    {
        await ApplyAsync(Doubled, Basket, Total);
        await database.ExecuteAsync("CREATE VIEW theirs AS SELECT * FROM total");

        var refusal = await Assert.ThrowsAsync<ForeignViewException>(() => ApplyAsync(Doubled, Basket with { Sql = Basket.Sql + ";" }, Total));

        Assert.Contains("view theirs depends", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["80"], await database.RowsAsync("SELECT * FROM theirs"));
    }

    [Fact]
    public async Task A_migration_can_change_a_column_of_a_view_that_changes_or_is_dropped_with_it()
    {
        var changes = new Migration(2, "0002_column.sql", "DROP VIEW names; ALTER TABLE fruit ALTER weight TYPE numeric, ALTER name TYPE varchar(9)");
        var other = Basket with { Sql = "CREATE VIEW basket AS SELECT weight FROM fruit" };
        await ApplyAsync([Table], Doubled, Basket, Total, Names);

        await ApplyAsync([Table, changes], Doubled, other, Total, Names);

        Assert.Equal(["40"], await database.RowsAsync("SELECT weight FROM total"));
        Assert.Equal(["fig"], await database.RowsAsync("SELECT name FROM names"));
    }

    [Fact]
    public async Task A_view_that_cannot_be_created_rolls_back_the_update()
    {
        await ApplyAsync([Table], Doubled, Basket, Total);
        var before = await OidsAsync();
        var change = new Migration(2, "0002_fruit.sql", "INSERT INTO fruit VALUES ('plum', 60)");

        await Assert.ThrowsAsync<PostgresException>(() => ApplyAsync([Table, change], Doubled, Basket with { Sql = "CREATE VIEW basket AS SELECT 1 AS n" }, Total));

        Assert.Equal(before, await OidsAsync());
        Assert.Equal(["80"], await database.RowsAsync("SELECT weight FROM total"));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM schema_migration"));
    }

    [Fact]
    public async Task Silos_that_start_concurrently_after_a_view_changed_create_it_once()
    {
        await ApplyAsync(Doubled, Basket, Total);
        var changed = Basket with { Sql = "CREATE VIEW basket AS SELECT weight FROM fruit" };

        // Connected in advance, or the first would finish before the second starts.
        var silos = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.Source.OpenConnectionAsync().AsTask()));

        await Task.WhenAll(silos.Select(silo => Task.Run(() => Migrator.ApplyAsync(silo, [Table], [Doubled, changed, Total], None))));

        await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));
        Assert.Equal(["40"], await database.RowsAsync("SELECT weight FROM total"));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(DISTINCT applied_at) FROM schema_view WHERE name <> 'doubled'"));
    }

    [Fact]
    public async Task A_silo_of_an_older_version_keeps_the_views_of_a_newer_one()
    {
        var newer = new Migration(2, "0002_newer.sql", "ALTER TABLE fruit ADD colour text");
        await ApplyAsync([Table, newer], Doubled, Basket with { Sql = "CREATE VIEW basket AS SELECT weight, colour FROM fruit" }, Total);
        var before = await OidsAsync();

        await ApplyAsync([Table], Doubled, Basket, Total, Names);

        Assert.Equal(before, await OidsAsync());
    }

    [Fact]
    public async Task Every_file_creates_exactly_the_object_in_its_name()
    {
        await new PostgresDatabase(database.Source).PrepareAsync(Some.Hour, None);

        Assert.Equal(
            ViewFile.ReadAll().Select(view => view.Name).Concat(["ensure_partitions", "orleansquery"]).Order(StringComparer.Ordinal),
            (await database.RowsAsync("""
                SELECT relname AS name FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
                UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                """)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_column_added_in_front_of_the_shown_books_breaks_no_dependent_view()
    {
        var views = ViewFile.ReadAll();
        await new PostgresDatabase(database.Source).PrepareAsync(Some.Hour, None);
        var before = await OidsAsync();

        await ApplyAsync(Migration.ReadAll(), [.. views.Select(view => view.Name == "shown_book"
            ? view with { Sql = view.Sql.Replace("SELECT book.*", "SELECT 1 AS extra, book.*", StringComparison.Ordinal) } : view)]);

        var after = await OidsAsync();
        Assert.Equal(before.Keys, after.Keys);
        Assert.Equal(
            ["optimal_transactions", "realised_spread", "recent_transactions", "shown_book", "transactions_summary", "venue_concentration"],
            after.Keys.Where(name => after[name] != before[name]));
        foreach (var name in after.Keys.Where(name => name != "orleansquery"))
        {
            Assert.Empty(await database.RowsAsync($"SELECT * FROM {name}"));
        }
    }

    private static string Sorted(string privileges) => string.Concat(privileges.Order());

    private Task ApplyAsync(params ViewFile[] views) => ApplyAsync([Table], views);

    private async Task ApplyAsync(IReadOnlyList<Migration> migrations, params ViewFile[] views)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await Migrator.ApplyAsync(connection, migrations, views, None);
    }

    private async Task<SortedDictionary<string, string>> OidsAsync() =>
        new((await database.RowsAsync(Oids)).Select(row => row.Split('|')).ToDictionary(row => row[0], row => row[1]), StringComparer.Ordinal);
}
