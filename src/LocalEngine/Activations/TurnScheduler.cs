namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>Runs the turns of one activation on the thread pool, one at a time and in order; what a turn awaits comes back here.</summary>
internal sealed class TurnScheduler : TaskScheduler, IThreadPoolWorkItem
{
    private const int TurnsInARow = 64;

    private readonly Queue<Task> turns = new();
    private bool scheduled;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Begins work as a turn, without the async locals of whoever posts it.</summary>
    public void Run(Func<Task> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var count = 0; count < TurnsInARow; count++)
        {
            Task turn;
            lock (turns)
            {
                if (!turns.TryDequeue(out turn!))
                {
                    scheduled = false;
                    return;
                }
            }

            TryExecuteTask(turn);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task)
    {
        lock (turns)
        {
            turns.Enqueue(task);
            if (scheduled)
            {
                return;
            }

            scheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Current == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (turns)
        {
            return [.. turns];
        }
    }
}
