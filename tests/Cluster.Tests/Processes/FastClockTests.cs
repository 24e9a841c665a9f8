using System.Text.Json;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Faults;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.Cluster.Tests.Processes;

/// <summary>A silo of a cluster whose clock is two hours fast, from its start or from one moment to the next.</summary>
public sealed class FastClockTests
{
    private const int MarketCount = 20;

    private static readonly TimeSpan Ahead = TimeSpan.FromHours(2);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fast_silo_writes_nothing_into_the_future_and_the_good_one_goes_on(bool fromStart)
    {
        using var clock = new MovedClock();
        clock.Jump(fromStart ? Ahead : TimeSpan.Zero);
        await using var cluster = await SiloCluster.CreateAsync(MarketCount);
        var good = await cluster.AddSiloAsync();
        var fast = await cluster.AddSiloAsync(clock: clock);
        clock.Jump(Ahead - clock.Offset);
        await OffAsync(fast);

        var since = DateTimeOffset.UtcNow;
        await Eventually.HoldsAsync(
            async () => await cluster.CountAsync($"SELECT count(*) FROM fact_book WHERE slot > '{since:O}'") > 0,
            () => $"books of a later slot\n{good.Log}",
            SiloCluster.Slot * 3);

        Assert.Equal(0, await cluster.CountAsync("SELECT count(*) FROM fact_book WHERE slot > now() OR received_at > now()"));
        Assert.Equal(0, await cluster.CountAsync("SELECT count(*) FROM fact_gap WHERE slot + slot_length > now()"));
        Assert.Equal(0, await cluster.CountAsync("SELECT count(*) FROM fact_pull WHERE slot > now()"));
        Assert.Equal(0, await cluster.CountAsync("""SELECT count(*) FROM dim_market_active WHERE "from" > now() + interval '10 seconds'"""));
        Assert.Contains("ahead of the database's", fast.Log, StringComparison.Ordinal);
        Assert.Equal("ok", (await ClockAsync(good)).GetProperty("state").GetString());
    }

    private static Task OffAsync(SiloProcess silo) => Eventually.HoldsAsync(
        async () => await ClockAsync(silo) is var clock && clock.GetProperty("state").GetString() == "off"
            && clock.GetProperty("offsetSeconds").GetDouble() is > 7100 and < 7300,
        () => $"a clock that is off\n{silo.Log}",
        SiloCluster.Slot);

    private static async Task<JsonElement> ClockAsync(SiloProcess silo) =>
        JsonDocument.Parse(await silo.Http.GetStringAsync("/health/ready")).RootElement.GetProperty("clock");
}
