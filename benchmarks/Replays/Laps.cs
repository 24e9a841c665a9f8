using System.Diagnostics;

namespace OrderBookSilo.Benchmarks.Replays;

/// <summary>The cost of one run, for the whole process.</summary>
internal readonly record struct Lap(double WallSeconds, double ProcessorSeconds)
{
    public static async Task<Lap> OfAsync(Func<Task> work)
    {
        var (wall, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await work();
        return new Lap(Stopwatch.GetElapsedTime(wall).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }
}

/// <summary>Runs long contestants alternately, round after round, and takes the median of each.</summary>
internal static class Laps
{
    // Warm-up, until the code has been compiled and optimised.
    private const int WarmUps = 8;

    public static async Task<Lap[]> MediansAsync(int rounds, params Func<Task>[] contestants)
    {
        var laps = contestants.Select(_ => new List<Lap>()).ToArray();
        for (var round = 0; round < WarmUps + rounds; round++)
        {
            for (var i = 0; i < contestants.Length; i++)
            {
                var lap = await Lap.OfAsync(contestants[i]);
                if (round >= WarmUps)
                {
                    laps[i].Add(lap);
                }
            }
        }

        return [.. laps.Select(of => new Lap(Median(of, lap => lap.WallSeconds), Median(of, lap => lap.ProcessorSeconds)))];
    }

    private static double Median(List<Lap> laps, Func<Lap, double> value) => laps.Select(value).Order().ElementAt(laps.Count / 2);
}
