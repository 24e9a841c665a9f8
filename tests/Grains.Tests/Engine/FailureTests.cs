using OrderBookSilo.Grains.Tests.Engine.Probes;

namespace OrderBookSilo.Grains.Tests.Engine;

/// <summary>What callers see of failures.</summary>
public sealed class FailureTests(ImpatientEngine engine) : IClassFixture<ImpatientEngine>
{
    [Fact]
    public async Task An_exception_travels_with_type_and_message()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain("standard").ThrowStandardAsync("what went wrong"));

        Assert.Equal("what went wrong", thrown.Message);
    }

    [Fact]
    public async Task An_exception_of_our_own_travels_with_what_it_tells()
    {
        var thrown = await Assert.ThrowsAsync<OwnException>(() => Grain("own").ThrowOwnAsync("what went wrong", 7));

        Assert.Equal(("what went wrong", 7), (thrown.Message, thrown.Number));
    }

    [Fact]
    public async Task An_exception_before_the_first_await_travels_too()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain("at once").ThrowAtOnceAsync("at once"));

        Assert.Equal("at once", thrown.Message);
    }

    [Fact]
    public async Task A_cancellation_travels_as_one()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Grain("cancelled").CancelAsync());
    }

    [Fact]
    public async Task A_grain_that_threw_goes_on_answering()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Grain("goes on").ThrowStandardAsync("once"));

        Assert.Equal(42, await Grain("goes on").AnswerAsync());
        Assert.Equal(1, Journal.Of("goes on").Count("activates"));
    }

    [Fact]
    public async Task A_call_that_never_answers_times_out()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Grain("silent").HangAsync("never"));
    }

    [Fact]
    public async Task A_method_may_say_how_long_its_callers_wait()
    {
        var grain = Grain("patient");
        var waiting = grain.HangLongAsync("long");
        await Assert.ThrowsAsync<TimeoutException>(() => Grain("short").HangShortAsync("never"));
        await Assert.ThrowsAsync<TimeoutException>(() => Grain("medium").HangAsync("never"));

        Assert.False(waiting.IsCompleted);
        Journal.Of("patient").Open("long");
        await waiting;
    }

    [Fact]
    public async Task A_call_that_timed_out_while_it_waited_is_not_run()
    {
        var grain = Grain("blocked");

        // Calls to a grain that is not active yet may overtake one another.
        await grain.AnswerAsync();
        var first = grain.HangLongAsync("first");
        await Assert.ThrowsAsync<TimeoutException>(() => grain.AnswerAsync());

        Journal.Of("blocked").Open("first");
        await first;
        Assert.Equal(42, await grain.AnswerAsync());
        Assert.Equal(2, Journal.Of("blocked").Count("answers"));
    }

    [Fact]
    public async Task A_grain_that_cannot_be_activated_says_so_and_can_be_tried_again()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain("unborn").AnswerAsync());
        Assert.Equal("not yet", thrown.Message);

        Assert.Equal(42, await Grain("unborn").AnswerAsync());
    }

    private IFailingGrain Grain(string key) => engine.Host.Grain<IFailingGrain>(key);
}
