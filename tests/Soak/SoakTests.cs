using System.Globalization;
using OrderBookSilo.Support;
using Xunit.Abstractions;

namespace OrderBookSilo.Soak;

/// <summary>
/// Markets pulled every minute by a real silo with real PostgreSQL: 500 for two minutes, 2,000 for an hour in the long mode, or for
/// as many minutes as <c>ORDERBOOK_SOAK_MINUTES</c> sets. A minute of 2,000 takes about 0.1 GB of disk.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int MinutesMin = 2;
    private const double MiB = 1024 * 1024;
    private const double LagSecondsMax = 50;

    /// <summary>
    /// Growth that is allowed from beginning to end, whatever the duration: more than the noise of two minutes, so that an hour
    /// finds a leak of a hundred bytes a pull.
    /// </summary>
    private static readonly Quantity[] Quantities =
    [
        new("managed heap, MiB", sample => sample.HeapBytes / MiB, GrowthMax: 12),
        new("memory of the process, MiB", sample => sample.ResidentBytes / MiB, GrowthMax: 64),
        new("handles", sample => sample.Handles, GrowthMax: 20),
        new("threads", sample => sample.Threads, GrowthMax: 20),
        new("spool, entries", sample => sample.SpoolEntries, GrowthMax: 0.5),
        new("market furthest behind, s", sample => sample.LagSeconds, GrowthMax: 10),
    ];

    [Fact]
    public async Task Markets_pulled_every_minute_cause_no_growth()
    {
        Assert.InRange(Soaking.Minutes, MinutesMin, int.MaxValue);
        await using var soak = await Soaking.StartAsync();
        await soak.WarmUpAsync(slots: Soaking.Minutes / 10);
        var samples = await soak.WatchAsync(Soaking.Minutes);
        var slots = await soak.ReadSlotsAsync();
        Report(samples, slots);

        Assert.Equal(Soaking.Minutes, slots.Count);
        Assert.All(slots, slot => Assert.Equal((Soaking.Markets, 0), (slot.Books, slot.Gaps)));
        Assert.All(slots, slot => Assert.InRange(slot.Lag99Seconds, 0, LagSecondsMax));
        Assert.Equal(0, samples[^1].SpoolEntries);
        Assert.All(Quantities, quantity => Assert.True(quantity.GrowthIn(samples) <= quantity.GrowthMax, $"{quantity.Name} grew by {quantity.GrowthIn(samples):0.00}"));
    }

    private void Report(IReadOnlyList<Sample> samples, IReadOnlyList<SlotFigures> slots)
    {
        var (first, last) = (samples[0], samples[^1]);
        var took = (last.At - first.At).TotalMinutes;
        output.WriteLine(FormattableString.Invariant(
            $"{took:0.0} min, {samples.Count} samples, {last.Books - first.Books:#,0} pulls, {(last.CpuSeconds - first.CpuSeconds) / (took * 60):0.00} processors"));
        output.WriteLine(FormattableString.Invariant(
            $"from the slot's start to the book: {Slope.Median(slots.Select(slot => slot.Lag50Seconds)):0.0} s in the middle, {slots.Max(slot => slot.Lag99Seconds):0.0} s for 99 of 100 in the worst slot"));
        foreach (var quantity in Quantities)
        {
            var values = samples.Select(quantity.Of).ToList();
            output.WriteLine(FormattableString.Invariant(
                $"{quantity.Name}: {values.Min():0.0} to {values.Max():0.0}, {quantity.PerSecondIn(samples) * 3600:+0.00;-0.00;0} an hour"));
        }
    }

    private sealed record Quantity(string Name, Func<Sample, double> Of, double GrowthMax)
    {
        public double PerSecondIn(IReadOnlyList<Sample> samples) =>
            Slope.Of([.. samples.Select(sample => (sample.At, Of(sample)))], Soaking.SlotLength, Soaking.SamplePeriod / 2);

        public double GrowthIn(IReadOnlyList<Sample> samples) => PerSecondIn(samples) * (samples[^1].At - samples[0].At).TotalSeconds;
    }
}
