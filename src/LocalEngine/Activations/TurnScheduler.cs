namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>Runs the turns of one activation on the thread pool, one at a time and in order; what a turn awaits comes back here.</summary>
internal sealed class TurnScheduler
{
    private readonly TaskScheduler turns = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ExclusiveScheduler;

    /// <summary>Begins work as a turn, without the async locals of whoever posts it.</summary>
    public void Run(Func<Task> work)
    {
        using var none = AsyncLocals.Suppress();
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, turns);
    }
}
