using OrderBookSilo.Grains.Tests.Engine.Probes;

namespace OrderBookSilo.Grains.Tests.Engine;

/// <summary>One turn at a time in each grain, but for what is marked.</summary>
public sealed class TurnTests(SharedEngine engine) : IClassFixture<SharedEngine>
{
    [Fact]
    public async Task Calls_to_one_grain_run_one_at_a_time()
    {
        var grain = engine.Host.Grain<ITurnGrain>("adds");

        var counts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => grain.AddAsync()));

        Assert.Equal(Enumerable.Range(1, 100), counts.Order());
    }

    [Fact]
    public async Task What_a_turn_awaits_comes_back_to_the_grain()
    {
        Assert.True(await engine.Host.Grain<ITurnGrain>("scheduler").StaysOnItsSchedulerAsync());
    }

    [Fact]
    public async Task A_call_waits_while_another_runs()
    {
        var grain = engine.Host.Grain<ITurnGrain>("waits");
        var journal = Journal.Of("waits");
        var first = grain.HoldAsync("first");
        await journal.SeenAsync("first begins");

        var second = grain.HoldAsync("second");
        journal.Open("peek");
        await grain.PeekAsync("peek");
        Assert.Equal(0, journal.Count("second begins"));

        journal.Open("first");
        journal.Open("second");
        await Task.WhenAll(first, second);
        Assert.True(Position(journal, "first ends") < Position(journal, "second begins"));
    }

    [Fact]
    public async Task A_call_that_always_interleaves_runs_beside_any_other()
    {
        var grain = engine.Host.Grain<ITurnGrain>("interleaves");
        var journal = Journal.Of("interleaves");
        var held = grain.HoldAsync("held");
        await journal.SeenAsync("held begins");

        var peeks = new[] { grain.PeekAsync("one"), grain.PeekAsync("two") };
        await journal.SeenAsync("one begins");
        await journal.SeenAsync("two begins");

        journal.Open("one");
        journal.Open("two");
        await Task.WhenAll(peeks);
        Assert.False(held.IsCompleted);
        journal.Open("held");
        await held;
    }

    [Fact]
    public async Task A_call_may_start_while_only_interleaving_ones_run()
    {
        var grain = engine.Host.Grain<ITurnGrain>("beside");
        var journal = Journal.Of("beside");
        var peek = grain.PeekAsync("peek");
        await journal.SeenAsync("peek begins");

        journal.Open("hold");
        await grain.HoldAsync("hold");

        Assert.False(peek.IsCompleted);
        journal.Open("peek");
        await peek;
    }

    [Fact]
    public async Task Readers_run_beside_each_other_but_not_beside_a_writer()
    {
        var grain = engine.Host.Grain<ITurnGrain>("readers");
        var journal = Journal.Of("readers");
        var readers = new[] { grain.ReadAsync("one"), grain.ReadAsync("two") };
        await journal.SeenAsync("one begins");
        await journal.SeenAsync("two begins");

        var writer = grain.HoldAsync("writer");
        journal.Open("peek");
        await grain.PeekAsync("peek");
        Assert.Equal(0, journal.Count("writer begins"));

        journal.Open("one");
        journal.Open("two");
        await Task.WhenAll(readers);
        await journal.SeenAsync("writer begins");
        var late = grain.ReadAsync("late");
        await grain.PeekAsync("peek");
        Assert.Equal(0, journal.Count("late begins"));

        journal.Open("writer");
        journal.Open("late");
        await Task.WhenAll(writer, late);
    }

    [Fact]
    public async Task Different_grains_run_at_once()
    {
        var held = engine.Host.Grain<ITurnGrain>("held").HoldAsync("gate");
        await Journal.Of("held").SeenAsync("gate begins");

        Assert.Equal(1, await engine.Host.Grain<ITurnGrain>("free").AddAsync());

        Journal.Of("held").Open("gate");
        await held;
    }

    [Fact]
    public async Task A_grain_calls_another()
    {
        var call = engine.Host.Grain<ITurnGrain>("caller").ForwardAsync("called", "gate");
        await Journal.Of("called").SeenAsync("gate begins");
        Assert.False(call.IsCompleted);

        Journal.Of("called").Open("gate");
        await call;
    }

    [Fact]
    public async Task A_grain_and_a_reference_to_it_know_its_key()
    {
        var grain = engine.Host.Grain<ITurnGrain>("coinbase:BTC-USD");

        Assert.Equal("coinbase:BTC-USD", grain.GetPrimaryKeyString());
        Assert.Equal("coinbase:BTC-USD", await grain.GetKeyAsync());
    }

    [Fact]
    public async Task A_method_may_return_a_value_task()
    {
        await engine.Host.Grain<ITurnGrain>("note").NoteAsync("noted");

        Assert.Equal(["noted"], Journal.Of("note").Entries);
    }

    private static int Position(Journal journal, string entry) => journal.Entries.ToList().IndexOf(entry);
}
