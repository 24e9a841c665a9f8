using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Tests.Engine.Probes;

/// <summary>Sets timers. Each tick of one writes <c>NAME begins</c>, waits for the gate <c>NAME</c>, writes <c>NAME ends</c>.</summary>
[Alias("test.timer")]
public interface ITimerGrain : IGrainWithStringKey
{
    [Alias("start")]
    Task StartAsync(TimerOrder order);

    /// <summary>Sets the timer anew; from a call, so between ticks.</summary>
    [Alias("change")]
    Task ChangeAsync(string name, TimeSpan due, TimeSpan period);

    [Alias("dispose")]
    Task DisposeAsync(string name);

    /// <summary>Writes <c>call</c>.</summary>
    [Alias("call")]
    Task CallAsync();

    [Alias("peek")]
    [AlwaysInterleave]
    Task PeekAsync();

    [Alias("sleep")]
    [AlwaysInterleave]
    Task SleepAsync();
}

[GenerateSerializer, Immutable, Alias("test.timerOrder")]
public sealed record TimerOrder(
    [property: Id(0)] string Name,
    [property: Id(1)] TimeSpan Due,
    [property: Id(2)] TimeSpan Period,
    [property: Id(3)] bool Interleave = false,
    [property: Id(4)] bool KeepAlive = false,
    [property: Id(5)] bool Throws = false);
