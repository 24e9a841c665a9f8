namespace OrderBookSilo.Core.Pulls;

/// <summary>The pulls that this process is making now. Long-running work gives way to them, because a pull is due at its time and a scan of the archive is not.</summary>
public sealed class PullActivity(TimeProvider time)
{
    /// <summary>Work that gives way continues after this time in any case, so that a venue that hangs does not stop it.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private int count;
    private TaskCompletionSource none = Done();

    /// <summary>Counts a pull until it is disposed of.</summary>
    public IDisposable Begin()
    {
        lock (gate)
        {
            if (count == 0)
            {
                none = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            count++;
        }

        return new Pull(this);
    }

    /// <summary>Waits while a pull is being made, for a bounded time.</summary>
    public async Task GiveWayAsync(CancellationToken cancel)
    {
        Task wanted;
        lock (gate)
        {
            wanted = none.Task;
        }

        if (!wanted.IsCompleted)
        {
            await Task.WhenAny(wanted, Task.Delay(WaitMax, time, cancel));
        }

        cancel.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private void End()
    {
        lock (gate)
        {
            count--;
            if (count == 0)
            {
                none.SetResult();
            }
        }
    }

    private sealed class Pull(PullActivity pulls) : IDisposable
    {
        private PullActivity? activity = pulls;

        public void Dispose() => Interlocked.Exchange(ref activity, null)?.End();
    }
}
