namespace OrderBookSilo.Grains;

/// <summary>How many pulls of this silo are under way, so that work which can wait gives way to them.</summary>
public sealed class PullsUnderWay(TimeProvider time)
{
    /// <summary>Work that gives way goes on after this time whatever is pulled: where pulls never end it must not starve.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private int count;
    private TaskCompletionSource idle = Completed();

    /// <summary>A pull begins; it ends when this is disposed.</summary>
    public IDisposable Begin()
    {
        lock (gate)
        {
            if (count++ == 0)
            {
                idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        return new Pull(this);
    }

    /// <summary>Waits until no pull is under way, but not for long.</summary>
    public async Task GiveWayAsync(CancellationToken cancel)
    {
        var ended = idle.Task;
        if (!ended.IsCompleted)
        {
            await Task.WhenAny(ended, Task.Delay(WaitMax, time, cancel));
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private void End()
    {
        lock (gate)
        {
            if (--count == 0)
            {
                idle.SetResult();
            }
        }
    }

    private sealed class Pull(PullsUnderWay pulls) : IDisposable
    {
        private int ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
            {
                pulls.End();
            }
        }
    }
}
