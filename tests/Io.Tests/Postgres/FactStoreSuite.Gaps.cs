using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

// Slots without a book, and attempts without one.
public abstract partial class FactStoreSuite
{
    [Fact]
    public async Task Slots_are_due_from_the_one_in_which_a_market_was_started_oldest_first()
    {
        await StartAsync(Some.Hour.AddMinutes(59));

        Assert.Equal([Some.Slot(0), Some.Slot(1), Some.Slot(2)], await OpenSlotsAsync(before: 3));
        Assert.Equal([Some.Slot(0), Some.Slot(1)], await Facts.FindOpenSlotsAsync(Some.Market, DateTimeOffset.MinValue, Some.Slot(3), 2, None));
        Assert.Empty(await OpenSlotsAsync(before: 0));
    }

    [Fact]
    public async Task The_slot_in_which_a_market_is_stopped_is_not_due()
    {
        await StartAsync(Some.Hour);
        await Markets.StopMarketAsync(Some.Market, Some.Hour.AddHours(2).AddMinutes(30), None);
        await StartAsync(Some.Hour.AddHours(4).AddMinutes(10));

        Assert.Equal([Some.Slot(0), Some.Slot(1), Some.Slot(4), Some.Slot(5)], await OpenSlotsAsync(before: 6));
    }

    [Fact]
    public async Task A_market_stopped_and_restarted_within_a_slot_has_it_due_once()
    {
        await StartAsync(Some.Hour);
        await Markets.StopMarketAsync(Some.Market, Some.Hour.AddMinutes(20), None);
        await StartAsync(Some.Hour.AddMinutes(40));

        Assert.Equal([Some.Slot(0)], await OpenSlotsAsync(before: 1));
    }

    [Fact]
    public async Task A_market_stopped_at_the_end_of_a_slot_has_that_slot_due()
    {
        await StartAsync(Some.Hour);
        await Markets.StopMarketAsync(Some.Market, Some.Hour.AddHours(1), None);

        Assert.Equal([Some.Slot(0)], await OpenSlotsAsync(before: 9));
    }

    [Fact]
    public async Task A_different_slot_length_starts_a_new_interval()
    {
        var quarter = TimeSpan.FromMinutes(15);
        await StartAsync(Some.Hour);
        await StartAsync(Some.Hour.AddMinutes(90), quarter);

        var open = await Facts.FindOpenSlotsAsync(Some.Market, DateTimeOffset.MinValue, Slot.Containing(Some.Hour.AddMinutes(120), quarter), Many, None);

        Assert.Equal(
            [Some.Slot(0), Slot.Containing(Some.Hour.AddMinutes(90), quarter), Slot.Containing(Some.Hour.AddMinutes(105), quarter)], open);
    }

    [Fact]
    public async Task Daily_slots_start_at_midnight_utc()
    {
        var day = TimeSpan.FromDays(1);
        await StartAsync(Some.Hour, day);

        var open = await Facts.FindOpenSlotsAsync(Some.Market, DateTimeOffset.MinValue, Slot.Containing(Some.Hour.AddDays(1), day), Many, None);

        Assert.Equal([Slot.Containing(Some.Hour, day)], open);
    }

    [Fact]
    public async Task A_slot_with_a_book_or_a_gap_is_not_open()
    {
        await StartAsync(Some.Hour);
        await Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(slot: Some.Slot(1))), None);
        await Facts.RecordGapsAsync(Some.Market, [Some.Slot(2)], Some.Hour.AddHours(4), None);

        Assert.Equal([Some.Slot(0), Some.Slot(3)], await OpenSlotsAsync(before: 4));
    }

    [Fact]
    public async Task The_reason_of_a_gap_is_the_slots_last_failure_or_not_running()
    {
        await Facts.RecordFailureAsync(Some.Failure(FailureKind.RateLimited, at: TimeSpan.FromMinutes(9)), None);
        await Facts.RecordFailureAsync(Some.Failure(FailureKind.Timeout, at: TimeSpan.FromMinutes(3)), None);

        await Facts.RecordGapsAsync(Some.Market, [Some.Slot(0), Some.Slot(1)], Some.Hour.AddHours(2), None);

        Assert.Equal(
            [new GapRecord(Some.Market, Some.Slot(1), "not_running"), new GapRecord(Some.Market, Some.Slot(0), "rate_limited")],
            await GapsAsync());
    }

    [Fact]
    public async Task A_gap_is_recorded_once_and_keeps_its_reason()
    {
        await Facts.RecordGapsAsync(Some.Market, [Some.Slot()], Some.Hour.AddHours(2), None);
        await Facts.RecordGapsAsync(Some.Market, [Some.Slot()], Some.Hour.AddHours(3), None);

        Assert.Equal("not_running", Assert.Single(await GapsAsync()).Reason);
    }

    [Fact]
    public async Task A_gap_takes_the_reason_of_a_failure_that_is_recorded_later()
    {
        await Facts.RecordGapsAsync(Some.Market, [Some.Slot(0), Some.Slot(1)], Some.Hour.AddHours(2), None);
        await Facts.RecordFailureAsync(Some.Failure(FailureKind.DiskFull, at: TimeSpan.FromMinutes(9)), None);
        await Facts.RecordFailureAsync(Some.Failure(FailureKind.Timeout, at: TimeSpan.FromMinutes(3)), None);

        Assert.Equal(
            [new GapRecord(Some.Market, Some.Slot(1), "not_running"), new GapRecord(Some.Market, Some.Slot(0), "disk_full")],
            await GapsAsync());
    }

    [Fact]
    public async Task A_slot_with_a_book_gets_no_gap()
    {
        await Facts.CommitAsync(Some.Snapshot(), None);
        await Facts.RecordGapsAsync(Some.Market, [Some.Slot()], Some.Hour.AddHours(2), None);

        Assert.Empty(await GapsAsync());
    }

    [Fact]
    public async Task A_book_that_arrives_for_a_gap_replaces_it()
    {
        await Facts.RecordGapsAsync(Some.Market, [Some.Slot(0), Some.Slot(1)], Some.Hour.AddHours(2), None);

        Assert.True(await Facts.CommitAsync(Some.Snapshot(), None));

        Assert.Equal([Some.Slot(1)], (await GapsAsync()).Select(gap => gap.Slot));
    }

    [Fact]
    public async Task A_slot_never_ends_with_both_a_book_and_a_gap()
    {
        var slots = Enumerable.Range(0, 40).Select(hours => Some.Slot(hours)).ToList();

        await Task.WhenAll(slots.SelectMany(slot => new[]
        {
            Task.Run(() => Facts.RecordGapsAsync(Some.Market, [slot], slot.End, None)),
            Task.Run(() => Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(slot: slot)), None) as Task),
        }));

        Assert.Empty(await GapsAsync());
    }

    [Fact]
    public async Task An_unknown_market_has_no_open_slots()
    {
        Assert.Empty(await OpenSlotsAsync(before: 5));
    }

    private Task<IReadOnlyList<Slot>> OpenSlotsAsync(int before) =>
        Facts.FindOpenSlotsAsync(Some.Market, DateTimeOffset.MinValue, Some.Slot(before), Many, None);

    private Task<IReadOnlyList<GapRecord>> GapsAsync() =>
        FactReader.ReadGapsAsync(Some.Hour.AddDays(-1), Some.Hour.AddDays(3), Many, None);
}
