using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Spooling;

/// <summary>Pulls of a silo whose clock is not the database's.</summary>
public sealed class WrongClockTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(7200)]
    [InlineData(-7200)]
    [InlineData(11)]
    public async Task A_silo_whose_clock_is_off_fetches_nothing_and_closes_no_slot(int secondsAhead)
    {
        await using var world = await SpoolWorld.CreateAsync();
        world.Clock.Advance(TimeSpan.FromHours(4));
        world.SharedClock.Ahead = TimeSpan.FromSeconds(secondsAhead);

        var failed = Assert.IsType<PullResult.Failed>(await world.PullAsync());
        var closed = await world.Closer.CloseAsync(SpoolWorld.Market, SpoolWorld.Pair, DateTimeOffset.MinValue, world.Slot, None);

        Assert.Equal(FailureKind.Clock, failed.Pull.Failure.Kind);
        Assert.Equal(Slot.Containing(world.SharedClock.Now!.Value, SpoolWorld.Hour), failed.Pull.Slot);
        Assert.True(closed.IsWaiting);
        Assert.Equal(["clock"], await world.Database.RowsAsync("SELECT kind FROM fact_pull"));
        Assert.Equal(0, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_gap"));
        Assert.False(Directory.Exists(Path.Combine(world.ArchiveDirectory, "raw")));
    }

    [Fact]
    public async Task A_slot_that_a_wrong_clock_missed_is_a_gap_because_of_the_clock()
    {
        await using var world = await SpoolWorld.CreateAsync();
        world.SharedClock.Ahead = TimeSpan.FromHours(2);
        world.Clock.Advance(TimeSpan.FromHours(2));
        await world.PullAsync();
        world.SharedClock.Ahead = TimeSpan.Zero;

        await world.Closer.CloseAsync(SpoolWorld.Market, SpoolWorld.Pair, DateTimeOffset.MinValue, world.Slot, None);

        Assert.Equal(["clock", "not_running"], await world.Database.RowsAsync("SELECT reason FROM fact_gap ORDER BY slot"));
    }

    [Fact]
    public async Task A_small_offset_is_no_reason_to_miss_a_slot()
    {
        await using var world = await SpoolWorld.CreateAsync();
        world.SharedClock.Ahead = TimeSpan.FromSeconds(9);

        Assert.IsType<PullResult.Committed>(await world.PullAsync());
    }

    [Fact]
    public async Task While_the_clock_is_unknown_books_wait_in_the_spool()
    {
        await using var world = await SpoolWorld.CreateAsync();
        world.SharedClock.IsUnknown = true;

        Assert.IsType<PullResult.Spooled>(await world.PullAsync());
        await world.DrainAsync();
        Assert.Equal(0, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));

        world.SharedClock.IsUnknown = false;
        await world.DrainAsync();
        Assert.Equal(1, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
    }

    [Fact]
    public async Task A_spooled_book_of_a_slot_that_has_not_begun_never_reaches_the_stores()
    {
        await using var world = await SpoolWorld.CreateAsync();
        var now = world.Clock.GetUtcNow();
        world.SharedClock.IsUnknown = true;
        world.Clock.Advance(TimeSpan.FromHours(2));
        await world.PullAsync();

        world.Clock.AdjustTime(now);
        world.SharedClock.IsUnknown = false;
        var drained = await world.DrainAsync();

        Assert.Contains("has not begun", Assert.Single(drained.Quarantined).Reason, StringComparison.Ordinal);
        Assert.Equal(0, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
        Assert.False(Directory.Exists(Path.Combine(world.ArchiveDirectory, "raw")));
    }
}
