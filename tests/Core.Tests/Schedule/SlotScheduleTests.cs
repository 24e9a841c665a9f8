using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Tests.Schedule;

public sealed class SlotScheduleTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly SlotSchedule Hourly = Of(TimeSpan.FromHours(1));

    [Fact]
    public void An_hour_is_checked_every_five_minutes_and_a_minute_every_minute()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), Hourly.CheckPeriod);
        Assert.Equal(TimeSpan.FromMinutes(1), Of(TimeSpan.FromMinutes(1)).CheckPeriod);
        Assert.Equal(TimeSpan.FromHours(2), Of(TimeSpan.FromDays(1)).CheckPeriod);
    }

    [Fact]
    public void The_default_spread_is_two_minutes_of_an_hour()
    {
        Assert.Equal(TimeSpan.FromMinutes(2), SlotSchedule.DefaultSpread(TimeSpan.FromHours(1)));
        Assert.Equal(TimeSpan.FromSeconds(2), SlotSchedule.DefaultSpread(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void One_asset_has_one_offset_and_different_assets_are_spread_out()
    {
        var offsets = Enumerable.Range(0, 200).Select(i => Hourly.OffsetOf($"A{i}")).ToList();

        Assert.Equal(Hourly.OffsetOf("BTC"), Of(TimeSpan.FromHours(1)).OffsetOf("BTC"));
        Assert.All(offsets, offset => Assert.InRange(offset, TimeSpan.Zero, Hourly.Spread));
        var perQuarter = offsets.GroupBy(offset => (int)(offset / (Hourly.Spread / 4))).Select(group => group.Count());
        Assert.All(perQuarter, count => Assert.InRange(count, 20, 90));
    }

    [Fact]
    public void The_offset_of_an_asset_is_fixed_because_every_silo_and_version_must_agree_on_it() =>
        Assert.Equal(Expected("BTC"), Hourly.OffsetOf("BTC").Ticks);

    [Fact]
    public void A_schedule_without_spread_has_no_offsets() =>
        Assert.Equal(TimeSpan.Zero, new SlotSchedule(TimeSpan.FromHours(1), TimeSpan.Zero).OffsetOf("BTC"));

    [Fact]
    public void The_next_check_is_after_now_and_on_the_grid_of_the_first_attempt()
    {
        for (var minute = 0; minute < 60; minute++)
        {
            var now = Ten + TimeSpan.FromMinutes(minute);
            var check = Hourly.NextCheck(now, "BTC");

            Assert.InRange(check - now, TimeSpan.FromTicks(1), Hourly.CheckPeriod);
            Assert.Equal(0, (check - Ten - Hourly.OffsetOf("BTC")).Ticks % Hourly.CheckPeriod.Ticks);
        }
    }

    [Fact]
    public void The_next_first_attempt_is_in_the_next_slot() =>
        Assert.Equal(Ten + TimeSpan.FromHours(1) + Hourly.OffsetOf("ETH"), Hourly.NextFirstAttempt(Ten + TimeSpan.FromMinutes(59), "ETH"));

    private static SlotSchedule Of(TimeSpan length) => new(length, SlotSchedule.DefaultSpread(length));

    // FNV-1a by its definition, in arbitrary precision.
    private static long Expected(string text)
    {
        var hash = System.Numerics.BigInteger.Parse("14695981039346656037", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1099511628211 % System.Numerics.BigInteger.Pow(2, 64);
        }

        return (long)(hash % TimeSpan.FromMinutes(2).Ticks);
    }
}
