using OrderBookSilo.Grains.Tests.Engine.Probes;

namespace OrderBookSilo.Grains.Tests.Engine;

/// <summary>Timers whose ticks are turns of the grain.</summary>
public sealed class TimerTests(SharedEngine engine) : IClassFixture<SharedEngine>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    [Fact]
    public async Task A_timer_ticks_when_due_and_then_every_period()
    {
        var (grain, journal) = Grain("periodic");
        journal.Open("tick");

        await grain.StartAsync(new("tick", Soon, Soon));

        await journal.SeenAsync("tick ends", 5);
        Assert.Equal(0, journal.Count("left its scheduler"));
    }

    [Fact]
    public async Task A_tick_waits_for_a_call_and_a_call_for_a_tick()
    {
        var (grain, journal) = Grain("turns");
        await grain.StartAsync(new("tick", Soon, Never));
        await journal.SeenAsync("tick begins");

        var call = grain.CallAsync();
        await grain.PeekAsync();
        Assert.Equal(0, journal.Count("call"));

        journal.Open("tick");
        await call;
        Assert.Equal(["activates", "tick begins", "tick ends", "call"], journal.Entries);
    }

    [Fact]
    public async Task Ticks_of_two_timers_do_not_overlap()
    {
        var (grain, journal) = Grain("two");
        await grain.StartAsync(new("one", TimeSpan.Zero, Never));
        await journal.SeenAsync("one begins");
        var start = grain.StartAsync(new("two", TimeSpan.Zero, Never));
        Assert.False(start.IsCompleted);

        journal.Open("two");
        journal.Open("one");
        await start;
        await journal.SeenAsync("two ends");
        Assert.Equal(["activates", "one begins", "one ends", "two begins", "two ends"], journal.Entries);
    }

    [Fact]
    public async Task A_timer_that_interleaves_ticks_beside_calls()
    {
        var (grain, journal) = Grain("beside");
        await grain.StartAsync(new("tick", TimeSpan.Zero, Never, Interleave: true));
        await journal.SeenAsync("tick begins");

        await grain.CallAsync();

        Assert.Equal(0, journal.Count("tick ends"));
        journal.Open("tick");
        await journal.SeenAsync("tick ends");
    }

    [Fact]
    public async Task A_timer_that_was_never_due_ticks_once_each_time_it_is_set()
    {
        var (grain, journal) = Grain("one shot");
        journal.Open("pull");
        await grain.StartAsync(new("pull", Never, Never, KeepAlive: true));

        for (var round = 1; round <= 3; round++)
        {
            await grain.ChangeAsync("pull", TimeSpan.Zero, Never);
            await journal.SeenAsync("pull ends", round);
        }

        await grain.CallAsync();
        Assert.Equal(3, journal.Count("pull begins"));
    }

    [Fact]
    public async Task A_timer_that_is_set_while_its_tick_waits_still_ticks_once_at_a_time()
    {
        var (grain, journal) = Grain("doubled");
        await grain.StartAsync(new("first", TimeSpan.Zero, Never));
        await journal.SeenAsync("first begins");
        var start = grain.StartAsync(new("pull", Never, Never));
        var changes = new[] { grain.ChangeAsync("pull", TimeSpan.Zero, Never), grain.ChangeAsync("pull", TimeSpan.Zero, Never) };

        journal.Open("first");
        await Task.WhenAll([start, .. changes]);
        await journal.SeenAsync("pull begins");
        journal.Open("pull");
        await journal.SeenAsync("pull ends");

        await grain.CallAsync();
        Assert.Equal(journal.Count("pull begins"), journal.Count("pull ends"));
        Assert.InRange(journal.Count("pull begins"), 1, 2);
    }

    [Fact]
    public async Task A_tick_that_throws_does_not_end_the_timer()
    {
        var (grain, journal) = Grain("throws");
        journal.Open("tick");

        await grain.StartAsync(new("tick", Soon, Soon, Throws: true));

        await journal.SeenAsync("tick ends", 3);
        await grain.CallAsync();
    }

    [Fact]
    public async Task A_disposed_timer_ticks_no_more()
    {
        var (grain, journal) = Grain("disposed");
        journal.Open("tick");
        journal.Open("other");
        await grain.StartAsync(new("tick", Soon, Soon));
        await journal.SeenAsync("tick ends");
        await grain.DisposeAsync("tick");
        var ticks = journal.Count("tick begins");

        await grain.StartAsync(new("other", Soon, Soon));
        await journal.SeenAsync("other ends", 5);

        Assert.Equal(ticks, journal.Count("tick begins"));
    }

    [Fact]
    public async Task Deactivation_waits_for_the_tick_and_does_not_cancel_it()
    {
        var (grain, journal) = Grain("waits");
        await grain.StartAsync(new("tick", TimeSpan.Zero, Soon));
        await journal.SeenAsync("tick begins");
        await grain.SleepAsync();
        var next = grain.CallAsync();
        Assert.Equal(0, journal.Count("deactivates"));

        journal.Open("tick");
        await next;

        Assert.Equal(
            ["activates", "tick begins", "tick ends", "deactivates", "ApplicationRequested", "activates", "call"], journal.Entries);
    }

    [Fact]
    public async Task A_timer_ends_with_its_activation()
    {
        var (grain, journal) = Grain("ends");
        journal.Open("tick");
        journal.Open("other");
        await grain.StartAsync(new("tick", Soon, Soon));
        await journal.SeenAsync("tick ends");
        await grain.SleepAsync();
        await journal.SeenAsync("deactivates");
        var ticks = journal.Count("tick begins");

        await grain.StartAsync(new("other", Soon, Soon));
        await journal.SeenAsync("other ends", 5);

        Assert.Equal(ticks, journal.Count("tick begins"));
    }

    private (ITimerGrain Grain, Journal Journal) Grain(string name) =>
        (engine.Host.Grain<ITimerGrain>($"timer {name}"), Journal.Of($"timer {name}"));
}
