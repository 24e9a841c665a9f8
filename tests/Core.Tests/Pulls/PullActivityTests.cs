using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Support;

namespace OrderBookSilo.Core.Tests.Pulls;

public sealed class PullActivityTests
{
    private readonly FakeTimeProvider clock = new(Some.Hour);

    [Fact]
    public async Task Long_running_work_waits_until_the_last_pull_has_ended()
    {
        var pulls = new PullActivity(clock);
        Assert.True(pulls.GiveWayAsync(CancellationToken.None).IsCompletedSuccessfully);
        var (one, other) = (pulls.Begin(), pulls.Begin());

        var wait = pulls.GiveWayAsync(CancellationToken.None);
        one.Dispose();
        one.Dispose();
        Assert.False(wait.IsCompleted);
        Assert.False(pulls.GiveWayAsync(CancellationToken.None).IsCompleted);
        other.Dispose();
        await wait;

        Assert.True(pulls.GiveWayAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_hanging_pull_delays_it_only_briefly()
    {
        var pulls = new PullActivity(clock);
        using var hanging = pulls.Begin();

        var wait = pulls.GiveWayAsync(CancellationToken.None);
        Assert.False(wait.IsCompleted);
        clock.Advance(PullActivity.WaitMax);

        await wait;
    }
}
