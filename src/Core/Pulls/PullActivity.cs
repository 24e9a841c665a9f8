namespace OrderBookSilo.Core.Pulls;

/// <summary>
/// Tracks the pulls currently running in this process. Long-running work yields to them, because a pull has a due time and a
/// scan of the archive has not.
/// </summary>
public sealed class PullActivity(TimeProvider time)
{
    /// <summary>Work that yields continues after this time at the latest, so that a hanging venue does not stop it.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private int count;
    private TaskCompletionSource none = Done();

    /// <summary>Counts a pull until the result is disposed.</summary>
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

    /// <summary>Waits, for a bounded time, while a pull is running.</summary>
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
