namespace OrderBookSilo.Benchmarks;

/// <summary>Runs contestants alternately, round after round, so that all meet the same noise, and takes the median of each.</summary>
internal static class Race
{
    private const int Rounds = 101;
    private const double WarmUpUs = 1e6;
    private const double LapUs = 5_000;

    /// <summary>Median microseconds of processor time of one call of each contestant.</summary>
    public static double[] MedianUs(params Action[] contestants)
    {
        var repeats = contestants.Select(Repeats).ToArray();
        var times = contestants.Select(_ => new double[Rounds]).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < contestants.Length; i++)
            {
                times[i][round] = Measure(contestants[i], repeats[i]);
            }
        }

        return [.. times.Select(laps => laps.Order().ElementAt(Rounds / 2))];
    }

    /// <summary>Bytes that one call allocates.</summary>
    public static long Allocated(Action contestant)
    {
        contestant();
        var before = GC.GetAllocatedBytesForCurrentThread();
        contestant();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static int Repeats(Action contestant)
    {
        var calls = 0;
        var start = ThreadClock.NowUs();
        for (; ThreadClock.NowUs() - start < WarmUpUs; calls++)
        {
            contestant();
        }

        return Math.Max(1, (int)(calls * LapUs / WarmUpUs));
    }

    private static double Measure(Action contestant, int repeats)
    {
        var start = ThreadClock.NowUs();
        for (var i = 0; i < repeats; i++)
        {
            contestant();
        }

        return (ThreadClock.NowUs() - start) / repeats;
    }
}
