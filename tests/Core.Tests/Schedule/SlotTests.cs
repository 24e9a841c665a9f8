using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Tests.Schedule;

public sealed class SlotTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_slot_contains_its_start_and_not_its_end()
    {
        Assert.Equal(Ten, Slot.Containing(Ten, Hour).Start);
        Assert.Equal(Ten, Slot.Containing(Ten + Hour - TimeSpan.FromTicks(1), Hour).Start);
        Assert.Equal(Ten + Hour, Slot.Containing(Ten + Hour, Hour).Start);
    }

    [Fact]
    public void Slots_are_utc_whatever_the_offset_of_the_instant()
    {
        var inDelhi = new DateTimeOffset(2026, 11, 22, 15, 40, 0, TimeSpan.FromHours(5.5));
        var slot = Slot.Containing(inDelhi, Hour);

        Assert.Equal(Ten, slot.Start);
        Assert.Equal(TimeSpan.Zero, slot.Start.Offset);
        Assert.Equal("2026-11-22T10:00:00Z", slot.ToString());
        Assert.Equal("20261122T100000Z", slot.ToCompactText());
    }

    [Fact]
    public void Next_and_previous_are_adjacent()
    {
        var slot = Slot.Containing(Ten, Hour);

        Assert.Equal(slot.End, slot.Next.Start);
        Assert.Equal(slot, slot.Next.Previous);
    }

    [Theory]
    [InlineData("00:01:00", true)]
    [InlineData("00:05:00", true)]
    [InlineData("01:00:00", true)]
    [InlineData("1.00:00:00", true)]
    [InlineData("00:00:59", false)]
    [InlineData("00:07:00", false)]
    [InlineData("1.00:00:01", false)]
    public void Only_lengths_that_divide_a_day_are_valid(string length, bool isLength) =>
        Assert.Equal(isLength, Slot.IsLength(TimeSpan.Parse(length, System.Globalization.CultureInfo.InvariantCulture)));
}
