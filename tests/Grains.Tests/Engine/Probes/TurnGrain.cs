namespace OrderBookSilo.Grains.Tests.Engine.Probes;

public sealed class TurnGrain : Grain, ITurnGrain
{
    private readonly Journal journal;
    private int count;

    public TurnGrain() => journal = Journal.Of(this.GetPrimaryKeyString());

    public async Task<int> AddAsync()
    {
        var before = count;
        await Task.Yield();
        await Task.Delay(1);
        count = before + 1;
        return count;
    }

    public async Task HoldAsync(string name)
    {
        journal.Write($"{name} begins");
        await journal.PassAsync(name);
        journal.Write($"{name} ends");
    }

    public Task ReadAsync(string name) => HoldAsync(name);

    public Task PeekAsync(string name) => HoldAsync(name);

    public async Task<bool> StaysOnItsSchedulerAsync()
    {
        var scheduler = TaskScheduler.Current;
        await Task.Delay(1);
        var afterDelay = TaskScheduler.Current;
        await Task.Run(() => { });
        await Task.Yield();
        return scheduler != TaskScheduler.Default && afterDelay == scheduler && TaskScheduler.Current == scheduler;
    }

    public Task ForwardAsync(string key, string name) => GrainFactory.GetGrain<ITurnGrain>(key).HoldAsync(name);

    public ValueTask<string> GetKeyAsync() => new(this.GetPrimaryKeyString());

    public ValueTask NoteAsync(string entry)
    {
        journal.Write(entry);
        return ValueTask.CompletedTask;
    }
}
