using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The schema after all migrations: comments everywhere, and a partition for every month that is written to.</summary>
public sealed class SchemaTests : StoreTest
{
    private const string Partitions = """
        SELECT parent.relname || ' ' || pg_get_expr(child.relpartbound, child.oid) AS partition
        FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid JOIN pg_class AS parent ON parent.oid = inhparent
        WHERE parent.relkind = 'p' AND parent.relname = 'fact_book' ORDER BY child.relname
        """;

    [Fact]
    public async Task Every_column_of_every_table_and_view_has_a_comment()
    {
        await Stores.Facts.CommitAsync(Some.Snapshot(), None);

        Assert.Empty(await Database.RowsAsync("""
            SELECT relation.oid::regclass || '.' || attribute.attname AS "column"
            FROM pg_class AS relation
            JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid
            WHERE relation.relnamespace = 'public'::regnamespace AND relation.relkind IN ('r', 'p', 'v', 'm')
              AND attribute.attnum > 0 AND NOT attribute.attisdropped
              AND coalesce(col_description(relation.oid, attribute.attnum), '') = ''
            """));
        Assert.True(await Database.ScalarAsync<long>("SELECT count(*) FROM pg_description WHERE classoid = 'pg_class'::regclass AND objsubid > 0") > 100);
    }

    /// <summary>A comment has the form "[unit] meaning"; decimals, fractions and times must have a unit.</summary>
    [Fact]
    public async Task Every_amount_and_every_time_has_a_known_unit() =>
        Assert.Empty(await Database.RowsAsync("""
            SELECT relation.oid::regclass || '.' || attribute.attname || ': ' || coalesce(unit, 'none') AS "column"
            FROM pg_class AS relation
            JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid
            CROSS JOIN LATERAL (SELECT substring(col_description(relation.oid, attribute.attnum) FROM '^\[(.*?)\] ') AS unit) AS comment
            WHERE relation.relnamespace = 'public'::regnamespace AND relation.relkind IN ('r', 'p', 'v', 'm')
              AND NOT relation.relispartition AND attribute.attnum > 0 AND NOT attribute.attisdropped
              AND CASE WHEN attribute.atttypid IN ('numeric'::regtype, 'numeric[]'::regtype, 'double precision'::regtype, 'timestamptz'::regtype)
                       THEN unit IS NULL ELSE false END
               OR unit <> ALL (ARRAY['quote per base', 'quote', 'base', 'currency per base', 'currency', 'basis points', 'fraction',
                                     'seconds', 'days', 'venues', 'UTC'])
            """));

    [Fact]
    public async Task Every_table_and_view_has_a_comment()
    {
        Assert.Empty(await Database.RowsAsync("""
            SELECT oid::regclass AS relation FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND NOT relispartition
              AND coalesce(obj_description(oid, 'pg_class'), '') = ''
            """));
    }

    [Fact]
    public async Task Every_function_has_a_comment() =>
        Assert.Empty(await Database.RowsAsync("""
            SELECT oid::regprocedure AS function FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace AND coalesce(obj_description(oid, 'pg_proc'), '') = ''
            """));

    [Fact]
    public async Task Partitions_of_this_month_and_the_next_are_created_ahead_and_concurrently()
    {
        var december = new DateTimeOffset(2031, 12, 31, 23, 59, 0, TimeSpan.Zero);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new TestStores(Database.Source).Partitions.EnsureAsync(december, None))));

        var bounds = await Database.RowsAsync($"SELECT partition FROM ({Partitions}) AS p WHERE partition LIKE '%203_-%'");

        Assert.Equal(
            [
                "fact_book FOR VALUES FROM ('2031-12-01 00:00:00+00') TO ('2032-01-01 00:00:00+00')",
                "fact_book FOR VALUES FROM ('2032-01-01 00:00:00+00') TO ('2032-02-01 00:00:00+00')",
            ],
            bounds);
    }

    [Fact]
    public async Task A_slot_of_a_month_without_partitions_gets_them_whatever_the_sessions_time_zone()
    {
        await Database.ExecuteAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'Pacific/Auckland'); END $$");
        await using var source = Npgsql.NpgsqlDataSource.Create(Database.ConnectionString + ";Pooling=false");
        var slot = Slot.Containing(new DateTimeOffset(2019, 2, 28, 23, 30, 0, TimeSpan.Zero), Some.SlotLength);

        await new TestStores(source).Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(slot: slot)), None);

        Assert.Equal("fact_book_2019_02", await Database.ScalarAsync<string>("SELECT tableoid::regclass::text FROM fact_book"));
        Assert.Equal("fact_pull_2019_02", await Database.ScalarAsync<string>("SELECT tableoid::regclass::text FROM fact_pull"));
        Assert.Contains("fact_book FOR VALUES FROM ('2019-02-01 00:00:00+00') TO ('2019-03-01 00:00:00+00')", await Database.RowsAsync(Partitions));
    }

    [Fact]
    public async Task Every_monthly_fact_table_has_the_same_months()
    {
        await Stores.Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(slot: Some.Slot(24 * 40))), None);

        Assert.Equal(
            [""],
            await Database.RowsAsync("""
                SELECT string_agg(missing, ' ') AS missing
                FROM (SELECT DISTINCT month || ' of ' || parent.relname AS missing
                      FROM (SELECT DISTINCT right(relname, 8) AS month FROM pg_class WHERE relkind = 'r' AND relispartition) AS months
                      CROSS JOIN pg_class AS parent
                      WHERE parent.relkind = 'p' AND to_regclass('public.' || parent.relname || month) IS NULL) AS q
                """));
        Assert.True(await Database.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relkind = 'p'") >= 9);
    }

    [Fact]
    public async Task Partitions_are_created_while_others_write()
    {
        var months = Enumerable.Range(0, 12).Select(month => Slot.Containing(Some.Hour.AddMonths(month - 60), Some.SlotLength)).ToList();

        await Task.WhenAll(months.SelectMany(slot => Enumerable.Range(0, 4).Select(i => Task.Run(
            () => new TestStores(Database.Source).Facts.CommitAsync(
                Some.Snapshot(capture: Some.Capture($"{i}", slot: slot, delay: TimeSpan.FromSeconds(i))), None)))));

        Assert.Equal(12, await Database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
        Assert.Equal(48, await Database.ScalarAsync<long>("SELECT count(*) FROM fact_pull"));
    }
}
