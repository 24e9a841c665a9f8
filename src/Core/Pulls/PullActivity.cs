namespace OrderBookSilo.Core.Pulls;

/// <summary>The pulls that this process is making now. Long work beside them gives way: a pull has its moment, a reading of the archive has not.</summary>
public sealed class PullActivity(TimeProvider time)
{
    /// <summary>Work that gives way goes on after this time whatever is under way, so that a venue that hangs does not stop it.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private int count;
    private TaskCompletionSource none = Done();

    /// <summary>Counts a pull until it is disposed of.</summary>
    public IDisposable Begin()
    {
        lock (gate)
        {
            none = count++ == 0 ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : none;
        }

        return new Pull(this);
    }

    /// <summary>Waits while a pull is under way, for a bounded time.</summary>
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
            if (--count == 0)
            {
                none.SetResult();
            }
        }
    }

    private sealed class Pull(PullActivity pulls) : IDisposable
    {
        private PullActivity? underWay = pulls;

        public void Dispose() => Interlocked.Exchange(ref underWay, null)?.End();
    }
}
