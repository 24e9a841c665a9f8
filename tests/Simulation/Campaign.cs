using System.Collections.Concurrent;
using System.Globalization;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation;

/// <summary>
/// Runs fresh seeds until enough slots were simulated, with as many runs in parallel as there are processors, each on one
/// thread.
/// </summary>
internal sealed class Campaign
{
    private const int FailuresMax = 5;
    private readonly ConcurrentQueue<RunResult> failures = new();
    private readonly long[] injected = new long[Enum.GetValues<FaultClass>().Length];
    private readonly Lock gate = new();

    public long Runs { get; private set; }

    public long Slots { get; private set; }

    public double Years { get; private set; }

    public long RowsChecked { get; private set; }

    /// <summary>How often faults of each class were injected.</summary>
    public IEnumerable<(FaultClass Kind, long Count)> Injected => Enum.GetValues<FaultClass>().Select(kind => (kind, injected[(int)kind]));

    /// <summary>Each failed run with its seed and errors.</summary>
    public IReadOnlyList<string> Failures =>
        [.. failures.Select(failure => $"seed {failure.Settings.Seed}: {string.Join("; ", failure.Violations)}")];

    public static async Task<Campaign> RunAsync(ulong firstSeed, long slots, TimeSpan? slotLength = null)
    {
        var campaign = new Campaign();
        var next = (long)0;
        await Task.WhenAll(Enumerable.Range(0, System.Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            while (campaign.WantsMore(slots))
            {
                var seed = unchecked(firstSeed + (ulong)Interlocked.Increment(ref next));
                campaign.Add(await Run.OfAsync(RunSettings.Draw(seed, slotLength: slotLength)));
            }
        })));
        return campaign;
    }

    public override string ToString()
    {
        var faults = Injected.Select(fault => string.Create(CultureInfo.InvariantCulture, $"{fault.Kind} {fault.Count}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Runs} runs, {Slots} slots, {Years:0.0} market-years, {RowsChecked} rows checked, {failures.Count} runs failed; faults injected: {string.Join(", ", faults)}");
    }

    private bool WantsMore(long slots)
    {
        lock (gate)
        {
            return Slots < slots && failures.Count < FailuresMax;
        }
    }

    private void Add(RunResult result)
    {
        lock (gate)
        {
            Runs++;
            Slots += result.Slots;
            Years += result.Slots * (result.Settings.Schedule.SlotLength / TimeSpan.FromDays(365.25));
            RowsChecked += result.RowsChecked;
            for (var i = 0; i < injected.Length; i++)
            {
                injected[i] += result.Injected[i];
            }
        }

        if (result.Violations.Count > 0)
        {
            failures.Enqueue(result);
        }
    }
}
