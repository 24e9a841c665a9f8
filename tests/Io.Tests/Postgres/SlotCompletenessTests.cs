using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The view with the outcome of every due slot. The slots are days, so that none ends while a test runs.</summary>
public sealed class SlotCompletenessTests : StoreTest
{
    private const string Rows = "SELECT market, slot::date - current_date AS day, outcome, reason, attempts FROM slot_completeness ORDER BY slot";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Every_due_slot_has_a_book_or_a_gap_or_is_missing_or_pending()
    {
        await Stores.Markets.StartMarketAsync(Some.Market, now.AddDays(-4), Day, None);
        await FailAsync(-4, FailureKind.Timeout);
        await Stores.Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(slot: SlotOf(-4))), None);
        await FailAsync(-3, FailureKind.ServerError);
        await FailAsync(-3, FailureKind.GeoBlocked, minutes: 5);
        await Stores.Facts.RecordGapsAsync(Some.Market, [SlotOf(-3)], now, None);
        await Stores.Facts.RecordGapsAsync(Some.Market, [SlotOf(-2)], now, None);
        await FailAsync(0, FailureKind.Connection);

        Assert.Equal(
            [
                "coinbase:BTC-USD|-4|book||2", "coinbase:BTC-USD|-3|gap|geo_blocked|2", "coinbase:BTC-USD|-2|gap|not_running|0",
                "coinbase:BTC-USD|-1|missing||0", "coinbase:BTC-USD|0|pending|connection|1",
            ],
            await Database.RowsAsync(Rows));
    }

    [Fact]
    public async Task The_slot_in_which_a_market_was_stopped_counts_only_with_a_book()
    {
        await Stores.Markets.StartMarketAsync(Some.Market, now.AddDays(-5), Day, None);
        await Stores.Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(slot: SlotOf(-4))), None);
        await Stores.Markets.StopMarketAsync(Some.Market, SlotOf(-4).Start.AddHours(1), None);
        await Stores.Markets.StartMarketAsync(Some.Market, SlotOf(-2).Start.AddHours(1), Day, None);
        await Stores.Markets.StopMarketAsync(Some.Market, SlotOf(-2).Start.AddHours(2), None);

        Assert.Equal(
            ["coinbase:BTC-USD|-5|missing||0", "coinbase:BTC-USD|-4|book||1"], await Database.RowsAsync(Rows));
    }

    [Fact]
    public async Task The_open_slots_are_the_missing_ones()
    {
        await Stores.Markets.StartMarketAsync(Some.Market, now.AddDays(-3), Day, None);
        await Stores.Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(slot: SlotOf(-2))), None);

        Assert.Equal([SlotOf(-3), SlotOf(-1)], await Stores.Facts.FindOpenSlotsAsync(Some.Market, DateTimeOffset.MinValue, SlotOf(0), 10, None));
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT count(*) FROM slot_completeness WHERE outcome = 'missing'"));
    }

    private Slot SlotOf(int day) => Slot.Containing(now.AddDays(day), Day);

    private Task FailAsync(int day, FailureKind kind, int minutes = 0) =>
        Stores.Facts.RecordFailureAsync(Some.Failure(kind, slot: SlotOf(day), at: TimeSpan.FromMinutes(minutes)), None);
}
