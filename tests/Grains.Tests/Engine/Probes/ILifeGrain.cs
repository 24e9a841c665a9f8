using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Tests.Engine.Probes;

/// <summary>Tells of its own life.</summary>
[Alias("test.life")]
public interface ILifeGrain : IGrainWithStringKey
{
    /// <summary>Number of its scoped service: one for each life.</summary>
    [Alias("life")]
    Task<int> GetLifeAsync();

    /// <summary>Whether the clock under the key <c>probe</c> was injected.</summary>
    [Alias("clock")]
    Task<bool> HasProbeClockAsync();

    [Alias("sleep")]
    Task SleepAsync();

    [Alias("hold")]
    Task HoldAsync(string name);
}

/// <summary>A grain without identity.</summary>
[Alias("test.worker")]
public interface IWorkerGrain : IGrainWithStringKey
{
    [Alias("double")]
    Task<int> DoubleAsync(int number);

    [Alias("hold")]
    Task HoldAsync(string name);
}

[StatelessWorker(2)]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    public Task<int> DoubleAsync(int number) => Task.FromResult(number * 2);

    public async Task HoldAsync(string name)
    {
        var journal = Journal.Of(this.GetPrimaryKeyString());
        journal.Write($"{name} begins");
        await journal.PassAsync(name);
        journal.Write($"{name} ends");
    }
}
