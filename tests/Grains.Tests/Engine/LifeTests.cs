using OrderBookSilo.Grains.Tests.Engine.Probes;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Engine;

/// <summary>How activations come and go.</summary>
public sealed class LifeTests(TidyEngine engine) : IClassFixture<TidyEngine>
{
    [Fact]
    public async Task A_grain_gets_its_services_from_a_scope_of_its_own()
    {
        var one = engine.Host.Grain<ILifeGrain>("scope one");
        var life = await one.GetLifeAsync();

        Assert.Equal(life, await one.GetLifeAsync());
        Assert.NotEqual(life, await engine.Host.Grain<ILifeGrain>("scope two").GetLifeAsync());
        Assert.True(await one.HasProbeClockAsync());
    }

    [Fact]
    public async Task A_grain_that_asks_for_it_is_deactivated_and_comes_back()
    {
        var grain = engine.Host.Grain<ILifeGrain>("asks");
        var life = await grain.GetLifeAsync();

        await grain.SleepAsync();

        await Journal.Of("asks").SeenAsync("ApplicationRequested");
        Assert.NotEqual(life, await grain.GetLifeAsync());
        Assert.Equal(["activates", "deactivates", "ApplicationRequested", "activates"], Journal.Of("asks").Entries);
    }

    [Fact]
    public async Task Calls_that_wait_when_a_grain_is_deactivated_are_answered_by_its_next_life()
    {
        var grain = engine.Host.Grain<ILifeGrain>("handed over");
        var journal = Journal.Of("handed over");
        var life = await grain.GetLifeAsync();
        var held = grain.HoldAsync("held");
        await journal.SeenAsync("held begins");
        var sleep = grain.SleepAsync();
        var later = Enumerable.Range(0, 20).Select(_ => grain.GetLifeAsync()).ToArray();

        journal.Open("held");
        await Task.WhenAll(held, sleep);
        var lives = await Task.WhenAll(later);

        Assert.True(await grain.GetLifeAsync() != life);
        Assert.All(lives, found => Assert.True(found >= life));
    }

    [Fact]
    public async Task An_idle_grain_is_deactivated_and_comes_back()
    {
        var grain = engine.Host.Grain<ILifeGrain>("idle");
        var life = await grain.GetLifeAsync();

        await Journal.Of("idle").SeenAsync("ActivationIdle");

        Assert.NotEqual(life, await grain.GetLifeAsync());
    }

    [Fact]
    public async Task A_grain_at_work_is_not_idle()
    {
        var grain = engine.Host.Grain<ILifeGrain>("at work");
        var held = grain.HoldAsync("held");
        await Journal.Of("at work").SeenAsync("held begins");
        await engine.Host.Grain<ILifeGrain>("beside work").GetLifeAsync();
        await Journal.Of("beside work").SeenAsync("ActivationIdle");

        Assert.Equal(0, Journal.Of("at work").Count("deactivates"));
        Journal.Of("at work").Open("held");
        await held;
    }

    [Fact]
    public async Task Only_ticks_that_keep_alive_count_as_use()
    {
        var kept = engine.Host.Grain<ITimerGrain>("keep kept");
        var left = engine.Host.Grain<ITimerGrain>("keep left");
        foreach (var (grain, key, keepAlive) in new[] { (kept, "keep kept", true), (left, "keep left", false) })
        {
            Journal.Of(key).Open("tick");
            var period = TimeSpan.FromMilliseconds(100);
            await grain.StartAsync(new("tick", period, period, KeepAlive: keepAlive));
        }

        await Journal.Of("keep left").SeenAsync("ActivationIdle");
        await engine.Host.Grain<ILifeGrain>("keep third").GetLifeAsync();
        await Journal.Of("keep third").SeenAsync("ActivationIdle");

        Assert.Equal(0, Journal.Of("keep kept").Count("deactivates"));
    }

    [Fact]
    public async Task A_stateless_worker_answers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => engine.Host.Grain<IWorkerGrain>("worker").DoubleAsync(number)));

        Assert.Equal(Enumerable.Range(0, 20).Select(number => number * 2), answers);
    }

    [Fact]
    public async Task As_many_calls_to_a_stateless_worker_run_at_once_as_it_has_workers()
    {
        var grain = engine.Host.Grain<IWorkerGrain>("two workers");
        var journal = Journal.Of("two workers");
        var held = new[] { grain.HoldAsync("one"), grain.HoldAsync("two") };
        await journal.SeenAsync("one begins");
        await journal.SeenAsync("two begins");

        var third = grain.HoldAsync("three");
        journal.Open("three");
        journal.Open("one");
        journal.Open("two");
        await Task.WhenAll(held);
        await third;

        Assert.True(Math.Min(Position(journal, "one ends"), Position(journal, "two ends")) < Position(journal, "three begins"));
    }

    [Fact]
    public async Task A_clean_stop_waits_for_turns_and_deactivates_every_grain()
    {
        await using var database = await TestDatabase.CreateAsync();
        var host = await EngineHost.StartAsync(database);
        await host.Grain<ILifeGrain>("stop idle").GetLifeAsync();
        var ticking = Journal.Of("stop ticking");
        await host.Grain<ITimerGrain>("stop ticking").StartAsync(new("tick", TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        await ticking.SeenAsync("tick begins");

        var stop = host.DisposeAsync().AsTask();
        await Journal.Of("stop idle").SeenAsync("ShuttingDown");
        Assert.False(stop.IsCompleted);
        ticking.Open("tick");
        await stop;

        Assert.Equal(["activates", "tick begins", "tick ends", "deactivates", "ShuttingDown"], ticking.Entries);
    }

    private static int Position(Journal journal, string entry) => journal.Entries.ToList().IndexOf(entry);
}
