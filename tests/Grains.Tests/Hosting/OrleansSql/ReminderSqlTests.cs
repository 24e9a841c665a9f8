using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Hosting.OrleansSql;

/// <summary>The SQL of Orleans' reminders.</summary>
public sealed class ReminderSqlTests : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 11, 22, 10, 0, 0, DateTimeKind.Utc);

    private TestDatabase database = null!;
    private Statements statements = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        statements = new Statements(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Each_upsert_replaces_the_schedule_and_counts_the_version_up()
    {
        var first = (int)(await UpsertAsync("market/a", hash: 1))!;
        var second = (int)(await UpsertAsync("market/a", hash: 1, periodMs: 120_000))!;

        Assert.Equal(first + 1, second);
        var row = Assert.Single(await ReadAsync("market/a"));
        Assert.Equal(
            ("market/a", "due", Start, 120_000L, second),
            ((string)row["GrainId"]!, (string)row["ReminderName"]!, (DateTime)row["StartTime"]!, (long)row["Period"]!, (int)row["Version"]!));
    }

    [Fact]
    public async Task All_reminders_of_one_grain_are_read_together()
    {
        await UpsertAsync("market/a", hash: 1);
        await UpsertAsync("market/a", hash: 1, name: "other");
        await UpsertAsync("market/b", hash: 2);

        var rows = await statements.QueryAsync("ReadReminderRowsKey", ("ServiceId", "orderbook"), ("GrainId", "market/a"));

        Assert.Equal(["due", "other"], rows.Select(row => (string)row["ReminderName"]!).Order());
    }

    [Theory]
    [InlineData("ReadRangeRows1Key", -10, 10, new[] { 0, 10 })]
    [InlineData("ReadRangeRows1Key", int.MinValue, int.MaxValue, new[] { -10, 0, 10, int.MaxValue })]
    [InlineData("ReadRangeRows2Key", 0, -10, new[] { int.MinValue, -10, 10, int.MaxValue })]
    [InlineData("ReadRangeRows2Key", int.MaxValue, int.MinValue, new[] { int.MinValue })]
    public async Task A_range_of_hashes_excludes_its_begin_and_includes_its_end(string key, int begin, int end, int[] expected)
    {
        foreach (var hash in new[] { int.MinValue, -10, 0, 10, int.MaxValue })
        {
            await UpsertAsync($"{hash}", hash);
            await UpsertAsync($"{hash}", hash, service: "other");
        }

        var rows = await statements.QueryAsync(key, ("ServiceId", "orderbook"), ("BeginHash", begin), ("EndHash", end));

        Assert.Equal(expected, rows.Select(row => int.Parse((string)row["GrainId"]!)).Order());
    }

    [Fact]
    public async Task A_reminder_is_deleted_only_at_its_version()
    {
        await UpsertAsync("market/a", hash: 1);
        var version = await UpsertAsync("market/a", hash: 1);

        Assert.Equal(0, await DeleteAsync("market/a", (int)version! - 1));
        Assert.Single(await ReadAsync("market/a"));
        Assert.Equal(1, await DeleteAsync("market/a", (int)version));
        Assert.Empty(await ReadAsync("market/a"));
    }

    [Fact]
    public async Task Deleting_all_reminders_spares_other_services()
    {
        await UpsertAsync("market/a", hash: 1);
        await UpsertAsync("market/a", hash: 1, service: "other");

        await statements.QueryAsync("DeleteReminderRowsKey", ("ServiceId", "orderbook"));

        Assert.Equal(["other"], await database.RowsAsync("SELECT serviceid FROM orleans.orleansreminderstable"));
    }

    private Task<object?> UpsertAsync(string grain, int hash, string name = "due", long periodMs = 60_000, string service = "orderbook") =>
        statements.ScalarAsync(
            "UpsertReminderRowKey",
            ("ServiceId", service), ("GrainId", grain), ("ReminderName", name), ("StartTime", Start), ("Period", periodMs), ("GrainHash", hash));

    private Task<List<Dictionary<string, object?>>> ReadAsync(string grain) =>
        statements.QueryAsync("ReadReminderRowKey", ("ServiceId", "orderbook"), ("GrainId", grain), ("ReminderName", "due"));

    private Task<object?> DeleteAsync(string grain, int version) =>
        statements.ScalarAsync(
            "DeleteReminderRowKey", ("ServiceId", "orderbook"), ("GrainId", grain), ("ReminderName", "due"), ("Version", version));
}
