using System.IO.Compression;
using OrderBookSilo.Core.Replays;

namespace OrderBookSilo.Benchmarks.Replays;

/// <summary>A replay from an archive of recorded books, two pages at a time, compared with its limits.</summary>
internal static class ReplayBenchmarks
{
    private const int Cores = 2;
    private const int Rounds = 9;
    private static readonly ParallelOptions OnCores = new() { MaxDegreeOfParallelism = Cores };

    public static IEnumerable<Figure> Memory() => ReplayStores.With(MemoryAsync);

    public static IEnumerable<Figure> Rate() => ReplayStores.With(RateAsync);

    public static IEnumerable<Figure> Storing() => ReplayStores.With(StoringBenchmarks.AllAsync);

    private static async Task<IReadOnlyList<Figure>> RateAsync(ReplayStores stores)
    {
        var replayer = stores.Replayer();
        var medians = await Laps.MediansAsync(Rounds, () => InflateAsync(stores.Files), () => ReplayAsync(replayer, ReplayStores.Pages()));
        var (inflate, replay, books) = (medians[0], medians[1], stores.Files.Count);
        var megabytes = stores.BodyBytes / 1e6;
        var python = Prototype.Seconds(stores.Files);
        return
        [
            new Figure("archive", $"{books} objects", $"{megabytes:0} MB inflated"),
            Figure.Of("replay: rate of inflating alone, by processor time", inflate.ProcessorSeconds / replay.ProcessorSeconds, "×", "at least 0.6"),
            Figure.Of($"the same by the clock, {Cores} pages at a time", inflate.WallSeconds / replay.WallSeconds, "×"),
            Figure.Of("replay by the clock", books / replay.WallSeconds, "books/s"),
            Figure.Of("the same", megabytes / replay.WallSeconds, "MB/s"),
            Figure.Of("replay, of one core", books / replay.ProcessorSeconds, "books/s"),
            Figure.Of("the same", megabytes / replay.ProcessorSeconds, "MB/s"),
            Figure.Of("inflating alone, of one core", megabytes / inflate.ProcessorSeconds, "MB/s"),
            python is { } seconds
                ? Figure.Of("replay: times the prototype's rate per core", seconds / replay.ProcessorSeconds, "×", "at least 5")
                : new Figure("replay: times the prototype's rate per core", "no python3", "at least 5"),
        ];
    }

    private static async Task<IReadOnlyList<Figure>> MemoryAsync(ReplayStores stores)
    {
        var replayer = stores.Replayer();
        await PeakAsync(replayer, days: 1);
        var one = await PeakAsync(replayer, days: 1);
        var eight = await PeakAsync(replayer, days: 8);
        var many = await PeakAsync(replayer, days: 8, times: 8);
        return
        [
            Figure.Of("peak of memory, a day of books", one / 1e6, "MB"),
            Figure.Of("peak of memory, eight days", eight / 1e6, "MB", "about the same"),
            Figure.Of("peak of memory, eight days eight times over", many / 1e6, "MB", "about the same"),
        ];
    }

    private static async Task<long> PeakAsync(Replayer replayer, int days, int times = 1)
    {
        long peak = 0;
        GC.Collect();
        ReplayPage[] pages = [.. Enumerable.Repeat(ReplayStores.Pages(days), times).SelectMany(all => all)];
        await ReplayAsync(replayer, pages, () => InterlockedMax(ref peak, Environment.WorkingSet));
        return peak;
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }

    private static Task ReplayAsync(Replayer replayer, IReadOnlyList<ReplayPage> pages, Action? beforeEach = null) =>
        Parallel.ForEachAsync(pages, OnCores, async (page, cancel) =>
        {
            var result = await replayer.RunAsync(
                ReplayStores.Order(isDry: true),
                page,
                _ =>
                {
                    beforeEach?.Invoke();
                    return Task.CompletedTask;
                },
                cancel);
            if (result.Tally is not { Books: 24, Problems: 0 })
            {
                throw new InvalidOperationException($"unexpected result of a page: {result.Tally}");
            }
        });

    private static Task InflateAsync(IReadOnlyList<string> files)
    {
        var buffers = new ThreadLocal<byte[]>(() => new byte[4 * 1024 * 1024]);
        return Parallel.ForEachAsync(files, OnCores, async (file, cancel) =>
        {
            var compressed = await File.ReadAllBytesAsync(file, cancel);
            using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
            var buffer = buffers.Value!;
            int read;
            for (var total = 0; (read = gzip.Read(buffer.AsSpan(total))) > 0; total += read)
            {
            }
        });
    }
}
