namespace OrderBookSilo.Soak;

/// <summary>The growth rate of something that also rises and falls periodically and has occasional spikes.</summary>
internal static class Slope
{
    /// <summary>
    /// The median of the slopes between all pairs of points that are whole periods apart (seasonal Theil-Sen estimator): neither periodic
    /// changes nor a minority of outliers affect it. In units of the values per second.
    /// </summary>
    /// <param name="points">In order of time.</param>
    /// <param name="tolerance">How far a pair may be from whole periods.</param>
    public static double Of(IReadOnlyList<(TimeSpan At, double Value)> points, TimeSpan period, TimeSpan tolerance)
    {
        var slopes = new List<double>();
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = i + 1; j < points.Count; j++)
            {
                var apart = points[j].At - points[i].At;
                var periods = Math.Round(apart / period);
                if (periods >= 1 && (apart - (period * periods)).Duration() <= tolerance)
                {
                    slopes.Add((points[j].Value - points[i].Value) / apart.TotalSeconds);
                }
            }
        }

        return Median(slopes);
    }

    public static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return ordered.Length == 0
            ? throw new ArgumentException("a median of nothing", nameof(values))
            : (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
