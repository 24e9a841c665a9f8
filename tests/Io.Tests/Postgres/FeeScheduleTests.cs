using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The fee schedules in the database: filled at start, with a user's rows and closings respected.</summary>
public sealed class FeeScheduleTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private TestDatabase database = null!;
    private TestStores stores = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        stores = new TestStores(database.Source);
        await stores.Database.PrepareAsync(Some.Hour, None);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_start_fills_the_table_and_every_row_is_read_back_unchanged()
    {
        var (rows, problems) = await stores.Fees.ReadFeeRowsAsync(None);

        Assert.Empty(problems);
        Assert.Equal(FeeSchedules.BuiltInRows.ToHashSet(), rows.ToHashSet());
        Assert.Equal(FeeSchedules.BuiltInRows.Count, rows.Count);
    }

    [Fact]
    public async Task A_later_start_keeps_rows_added_or_closed_by_a_user()
    {
        await database.ExecuteAsync("""
            UPDATE dim_fee_schedule SET valid_to = '2026-11-22 12:00Z' WHERE venue = 'coinbase' AND profile = 'standard' AND product_class = 'standard';
            INSERT INTO dim_fee_schedule VALUES
                ('coinbase', 'standard', 'standard', 'trailing_volume', 0, 0.003, 'quote', 'agreed', '2026-11-22 12:00Z', NULL),
                ('coinbase', 'desk', 'standard', 'order_marginal', 0, 0.002, 'quote', 'agreed', '2026-01-01Z', NULL),
                ('coinbase', 'desk', 'standard', 'order_marginal', 1000, 0.001, 'quote', 'agreed', '2026-01-01Z', NULL)
            """);
        var before = await TableAsync();

        await stores.Database.PrepareAsync(Some.Hour, None);

        Assert.Equal(before, await TableAsync());
        var schedules = new FeeSchedules((await stores.Fees.ReadFeeRowsAsync(None)).Rows);
        Assert.Equal(0.006m, RateAt(schedules, Some.Hour));
        Assert.Equal(0.003m, RateAt(schedules, Some.Hour.AddHours(2)));
        Assert.Equal(4, schedules.Find("coinbase", "desk", ProductClass.Standard, 0, Some.Hour)!.On(3000));
    }

    [Fact]
    public async Task A_row_that_is_valid_always_is_read_as_that()
    {
        await database.ExecuteAsync("""
            INSERT INTO dim_fee_schedule VALUES
                ('coinbase', 'always', 'standard', 'trailing_volume', 0, 0.003, 'quote', 'agreed', '-infinity', 'infinity'),
                ('coinbase', 'old', 'standard', 'trailing_volume', 0, 0.002, 'quote', 'agreed', '0044-03-15 BC', '20000-01-01Z'),
                ('coinbase', 'never', 'standard', 'trailing_volume', 0, 0.001, 'quote', 'agreed', 'infinity', NULL)
            """);

        var (rows, problems) = await stores.Fees.ReadFeeRowsAsync(None);

        Assert.Empty(problems);
        var schedules = new FeeSchedules(rows);
        DateTimeOffset[] times = [DateTimeOffset.UnixEpoch, Some.Hour, Some.Hour.AddYears(900)];
        Assert.All(times, at => Assert.Equal(9, schedules.Find("coinbase", "always", ProductClass.Standard, 0, at)!.On(3000)));
        Assert.All(times, at => Assert.Equal(6, schedules.Find("coinbase", "old", ProductClass.Standard, 0, at)!.On(3000)));
        Assert.All(times, at => Assert.Null(schedules.Find("coinbase", "never", ProductClass.Standard, 0, at)));
    }

    [Fact]
    public async Task A_market_that_was_active_always_has_slots_like_any_other()
    {
        await stores.Markets.StartMarketAsync(Some.Market, Some.Hour, Some.SlotLength, None);
        await database.ExecuteAsync("UPDATE dim_market_active SET \"from\" = '-infinity'");

        Assert.Equal(DateTimeOffset.MinValue, Assert.Single(await stores.Markets.ListMarketsAsync(None)).ActiveFrom);
        Assert.Equal([Some.Slot(0), Some.Slot(1)], await stores.Facts.FindOpenSlotsAsync(Some.Market, Some.Hour, Some.Slot(2), 10, None));
        Assert.Equal(10, (await stores.Facts.FindOpenSlotsAsync(Some.Market, DateTimeOffset.MinValue, Some.Slot(2), 10, None)).Count);
    }

    [Fact]
    public async Task A_missing_row_is_restored_at_the_next_start()
    {
        await database.ExecuteAsync("DELETE FROM dim_fee_schedule WHERE venue = 'binance'");

        await stores.Database.PrepareAsync(Some.Hour, None);

        Assert.Equal(FeeSchedules.BuiltInRows.Count, (await stores.Fees.ReadFeeRowsAsync(None)).Rows.Count);
    }

    [Fact]
    public async Task An_unusable_row_is_skipped_and_reported_and_the_others_apply()
    {
        await database.ExecuteAsync("""
            INSERT INTO dim_fee_schedule VALUES
                ('coinbase', 'slab', 'standard', 'order_slab', 0, 0.003, 'received', '', '2026-01-01Z', NULL),
                ('coinbase', 'fine', 'standard', 'trailing_volume', 0, 0.0000000001, 'quote', '', '2026-01-01Z', NULL)
            """);

        var (rows, problems) = await stores.Fees.ReadFeeRowsAsync(None);

        Assert.Equal(FeeSchedules.BuiltInRows.Count, rows.Count);
        Assert.Equal(2, problems.Count);
        Assert.Contains("taker_rate", problems[0], StringComparison.Ordinal);
        Assert.StartsWith("coinbase/slab/standard/order_slab from 0, valid from 2026-01-01T", problems[1], StringComparison.Ordinal);
    }

    private static Exact? RateAt(FeeSchedules schedules, DateTimeOffset at) =>
        schedules.Find("coinbase", "standard", ProductClass.Standard, 0, at)?.Brackets.Single().Rate;

    private Task<List<string>> TableAsync() => database.RowsAsync("SELECT * FROM dim_fee_schedule ORDER BY 1, 2, 3, 4, 5, 9");
}
