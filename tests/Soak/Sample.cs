using System.Globalization;

namespace OrderBookSilo.Soak;

/// <summary>The resources of a silo's process and the progress of its markets at one moment.</summary>
/// <param name="At">Time since the first sample.</param>
/// <param name="ResidentBytes">Resident memory of the process.</param>
/// <param name="HeapBytes">Size of its managed heap after a full collection, without fragmentation.</param>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="SpoolEntries">Entries that wait for a store.</param>
/// <param name="Markets">Number of started markets.</param>
/// <param name="LagSeconds">How long the market furthest behind has had a due slot; 0 while every market has its book.</param>
/// <param name="Books">Books whose facts were stored since the process started.</param>
/// <param name="CpuSeconds">Processor time since the process started.</param>
internal sealed record Sample(
    TimeSpan At,
    double ResidentBytes,
    double HeapBytes,
    double Handles,
    double Threads,
    double SpoolEntries,
    int Markets,
    double LagSeconds,
    double Books,
    double CpuSeconds)
{
    private const string Resident = "VmRSS:";

    /// <summary>Reads the process's figures first, because the request for metrics changes them.</summary>
    public static async Task<Sample> TakeAsync(TimeSpan at, int processId, HttpClient http)
    {
        var process = $"/proc/{processId}";
        var status = await File.ReadAllLinesAsync($"{process}/status");
        var residentKib = status.Single(line => line.StartsWith(Resident, StringComparison.Ordinal))[Resident.Length..^"kB".Length];
        var (handles, threads) = (Directory.GetFiles($"{process}/fd").Length, Directory.GetDirectories($"{process}/task").Length);
        await FullCollection.MakeAsync(processId, CancellationToken.None);
        var metrics = (await http.GetStringAsync("/metrics")).Split('\n');
        var lags = Values(metrics, "orderbook_slot_lag_seconds").ToList();
        return new Sample(
            at,
            double.Parse(residentKib, CultureInfo.InvariantCulture) * 1024,
            Values(metrics, "dotnet_gc_last_collection_heap_size_bytes").Sum() - Values(metrics, "dotnet_gc_last_collection_heap_fragmentation_size_bytes").Sum(),
            handles,
            threads,
            Values(metrics, "orderbook_spool_entries").Single(),
            lags.Count,
            lags.DefaultIfEmpty().Max(),
            Values(metrics, "orderbook_books_total").Sum(),
            Values(metrics, "dotnet_process_cpu_time_seconds_total").Sum());
    }

    private static IEnumerable<double> Values(string[] metrics, string name) =>
        metrics
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is ' ' or '{')
            .Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
