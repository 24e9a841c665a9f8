using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Tests.Engine.Probes;

/// <summary>Says what runs when.</summary>
[Alias("test.turn")]
public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Adds one, in two steps with other turns between them if the engine let them.</summary>
    [Alias("add")]
    Task<int> AddAsync();

    /// <summary>Writes <c>name begins</c>, waits for the gate <c>name</c>, writes <c>name ends</c>.</summary>
    [Alias("hold")]
    Task HoldAsync(string name);

    /// <summary>The same, beside other readers.</summary>
    [Alias("read")]
    [ReadOnly]
    Task ReadAsync(string name);

    /// <summary>The same, beside everything.</summary>
    [Alias("peek")]
    [AlwaysInterleave]
    Task PeekAsync(string name);

    /// <summary>Whether everything awaited came back to the grain's own scheduler.</summary>
    [Alias("stays")]
    Task<bool> StaysOnItsSchedulerAsync();

    /// <summary>Lets the grain of this key hold.</summary>
    [Alias("forward")]
    Task ForwardAsync(string key, string name);

    [Alias("key")]
    ValueTask<string> GetKeyAsync();

    [Alias("note")]
    ValueTask NoteAsync(string entry);
}
