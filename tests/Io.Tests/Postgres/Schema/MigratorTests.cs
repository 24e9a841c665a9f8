using Npgsql;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Postgres.Schema;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres.Schema;

/// <summary>Numbered files are applied in order, once each.</summary>
public sealed class MigratorTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Migration First = new(1, "0001_first.sql", "CREATE TABLE trail (step text); INSERT INTO trail VALUES ('first');");
    private static readonly Migration Second = new(2, "0002_second.sql", "INSERT INTO trail VALUES ('second');");

    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync(isEmpty: true);

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Migrations_are_applied_once_in_numeric_order()
    {
        Assert.Equal(2, await ApplyAsync(Second, First));
        Assert.Equal(0, await ApplyAsync(First, Second));

        Assert.Equal(["first", "second"], await database.RowsAsync("SELECT step FROM trail"));
        Assert.Equal(
            [$"1|0001_first.sql|{First.Sha256}", $"2|0002_second.sql|{Second.Sha256}"],
            await database.RowsAsync("SELECT number, name, sha256 FROM schema_migration ORDER BY number"));
    }

    [Fact]
    public async Task A_lower_number_added_later_is_applied_too()
    {
        var other = new Migration(900, "0900_other.sql", "INSERT INTO trail VALUES ('900th');");
        await ApplyAsync(First, other);

        Assert.Equal(1, await ApplyAsync(First, Second, other));
    }

    [Fact]
    public async Task Concurrent_starts_apply_each_migration_once()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ApplyAsync(First, Second))));

        Assert.Equal(2, applied.Sum());
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM trail"));
    }

    [Fact]
    public async Task A_modified_migration_is_reported_and_nothing_is_applied()
    {
        await ApplyAsync(First);

        var error = await Assert.ThrowsAsync<MigrationChangedException>(() => ApplyAsync(First with { Sql = First.Sql + " " }, Second));

        Assert.Contains("0001_first.sql", error.Message, StringComparison.Ordinal);
        Assert.Equal(["first"], await database.RowsAsync("SELECT step FROM trail"));
    }

    [Fact]
    public async Task Different_line_ends_are_not_a_change()
    {
        await ApplyAsync(First with { Sql = "CREATE TABLE trail\n(step text);" });

        Assert.Equal(0, await ApplyAsync(First with { Sql = "CREATE TABLE trail\r\n(step text);" }));
    }

    [Fact]
    public async Task A_failing_migration_rolls_back_the_update_and_the_next_start_can_retry()
    {
        var broken = new Migration(3, "0003_broken.sql", "INSERT INTO trail VALUES ('half'); INSERT INTO nowhere VALUES (1);");
        await ApplyAsync(First);

        await Assert.ThrowsAsync<PostgresException>(() => ApplyAsync(First, Second, broken));

        Assert.Equal(["first"], await database.RowsAsync("SELECT step FROM trail"));
        Assert.Equal(1, await ApplyAsync(First, Second));
    }

    [Fact]
    public async Task A_database_from_before_the_baseline_is_rejected_with_instructions_and_left_unchanged()
    {
        await database.ExecuteAsync("""
            CREATE TABLE schema_migration (number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
            INSERT INTO schema_migration (number, name, sha256) VALUES (1, '0001_dimensions.sql', 'a'), (2, '0002_facts.sql', 'b'), (900, '0900_orleans.sql', 'c')
            """);

        var refusal = await Assert.ThrowsAsync<SchemaTooOldException>(() => new PostgresDatabase(database.Source).PrepareAsync(Some.Hour, None));

        Assert.Contains("./orderbook replay --from", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["schema_migration"], await database.RowsAsync("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"));
        Assert.Equal(3, await database.ScalarAsync<long>("SELECT count(*) FROM schema_migration"));
    }

    [Fact]
    public async Task Silos_that_start_concurrently_on_an_empty_database_all_find_it_ready()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new PostgresDatabase(database.Source).PrepareAsync(Some.Hour, None))));

        Assert.Equal(Migration.ReadAll().Count, await database.ScalarAsync<long>("SELECT count(*) FROM schema_migration"));
        Assert.Equal(ViewFile.ReadAll().Count, await database.ScalarAsync<long>("SELECT count(*) FROM schema_view"));
        Assert.True(await new TestStores(database.Source).Facts.CommitAsync(Some.Snapshot(), None));
    }

    [Fact]
    public async Task A_fact_table_added_later_gets_the_existing_months()
    {
        var later = new Migration(9000, "9000_later.sql", """
            CREATE TABLE fact_later (slot timestamptz NOT NULL) PARTITION BY RANGE (slot);
            SELECT ensure_partitions(to_timestamp(right(relname, 7) || ' +00', 'YYYY_MM TZH'))
            FROM pg_class JOIN pg_inherits ON inhrelid = oid WHERE inhparent = 'fact_book'::regclass ORDER BY relname
            """);
        var migrations = Migration.ReadAll();
        await ApplyAsync([.. migrations]);
        await database.ExecuteAsync("SELECT ensure_partitions('2019-02-03 UTC'), ensure_partitions('2025-12-31 23:00 UTC')");

        await ApplyAsync([.. migrations, later]);

        Assert.Equal(
            ["fact_later_2019_02 FOR VALUES FROM ('2019-02-01 00:00:00+00') TO ('2019-03-01 00:00:00+00')", "fact_later_2025_12 FOR VALUES FROM ('2025-12-01 00:00:00+00') TO ('2026-01-01 00:00:00+00')"],
            await database.RowsAsync("""
                SELECT relname || ' ' || pg_get_expr(relpartbound, oid) AS bound FROM pg_class JOIN pg_inherits ON inhrelid = oid
                WHERE inhparent = 'fact_later'::regclass ORDER BY relname
                """));
    }

    [Fact]
    public void The_files_have_unique_numbers()
    {
        var migrations = Migration.ReadAll();

        Assert.True(migrations.Count >= 5);
        Assert.Equal(migrations.Count, migrations.DistinctBy(migration => migration.Number).Count());
        Assert.All(migrations, migration => Assert.Matches("^[0-9]{4}_[a-z0-9_]+\\.sql$", migration.Name));
    }

    private async Task<int> ApplyAsync(params Migration[] migrations)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        return await Migrator.ApplyAsync(connection, migrations, [], None);
    }
}
