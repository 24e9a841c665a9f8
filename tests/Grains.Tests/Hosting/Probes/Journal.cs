using System.Collections.Concurrent;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Hosting.Probes;

/// <summary>What the grains with one key did, in order, and gates where a test holds them. Test and grains share the process.</summary>
public sealed class Journal
{
    private static readonly ConcurrentDictionary<string, Journal> Journals = new();
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> entries = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = new();

    public IReadOnlyList<string> Entries => [.. entries];

    public static Journal Of(string key) => Journals.GetOrAdd(key, _ => new Journal());

    public void Write(string entry) => entries.Enqueue(entry);

    public int Count(string entry) => entries.Count(found => found == entry);

    /// <summary>Where a grain waits for the test.</summary>
    public Task PassAsync(string gate) => Gate(gate).Task;

    public void Open(string gate) => Gate(gate).TrySetResult();

    /// <summary>Waits until the entry was written this many times.</summary>
    public Task SeenAsync(string entry, int count = 1) =>
        UntilAsync(() => Count(entry) >= count, $"{count} × '{entry}'");

    public Task UntilAsync(Func<bool> holds, string what) =>
        Eventually.HoldsAsync(holds, () => $"{what}; there were: {string.Join(", ", entries)}", TimeMax);

    private TaskCompletionSource Gate(string gate) =>
        gates.GetOrAdd(gate, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
