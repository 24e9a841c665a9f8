using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Tests.Failures;

public sealed class DeadlineTests
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan DrainTimeMax = TimeSpan.FromSeconds(4);

    private readonly FakeTimeProvider clock = new();
    private readonly CancellationTokenSource stop = new();

    [Fact]
    public void It_ends_exactly_at_its_time_limit()
    {
        using var deadline = new Deadline(TimeMax, clock, stop.Token);
        clock.Advance(TimeMax - TimeSpan.FromTicks(TimeSpan.TicksPerMillisecond));
        Assert.False(deadline.Token.IsCancellationRequested);

        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.True(deadline is { IsTimeUp: true, IsStopped: false });
    }

    [Fact]
    public void A_stop_ends_it_immediately_and_is_not_a_timeout()
    {
        using var deadline = new Deadline(TimeMax, clock, stop.Token);

        stop.Cancel();

        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.True(deadline is { IsTimeUp: false, IsStopped: true });
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(10, 14)]
    [InlineData(23, 25)]
    public void With_a_drain_time_it_continues_after_a_stop_within_its_own_limit(int stopAtSeconds, int endSeconds)
    {
        using var deadline = new Deadline(TimeMax, clock, stop.Token, DrainTimeMax);
        clock.Advance(TimeSpan.FromSeconds(stopAtSeconds));
        stop.Cancel();
        Assert.True(deadline.IsStopped);

        clock.Advance(TimeSpan.FromSeconds(endSeconds - stopAtSeconds - 1));
        Assert.False(deadline.Token.IsCancellationRequested);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.False(deadline.IsTimeUp);
    }

    [Fact]
    public void Work_started_after_the_stop_gets_only_the_drain_time()
    {
        stop.Cancel();
        using var draining = new Deadline(TimeMax, clock, stop.Token, DrainTimeMax);
        using var stopped = new Deadline(TimeMax, clock, stop.Token);

        Assert.False(draining.Token.IsCancellationRequested);
        Assert.True(stopped.Token.IsCancellationRequested);
        clock.Advance(DrainTimeMax);
        Assert.True(draining.Token.IsCancellationRequested);
    }

    [Fact]
    public void Once_disposed_it_ignores_stops()
    {
        var deadline = new Deadline(TimeMax, clock, stop.Token);
        var token = deadline.Token;
        deadline.Dispose();

        stop.Cancel();
        clock.Advance(TimeMax);

        Assert.False(token.IsCancellationRequested);
    }
}
