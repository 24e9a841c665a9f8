namespace Orleans.Runtime;

/// <summary>A stored reminder.</summary>
public interface IGrainReminder
{
    string ReminderName { get; }
}

/// <summary>The schedule of a reminder and the time of this tick, UTC.</summary>
public readonly struct TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
{
    public DateTime FirstTickTime { get; } = firstTickTime;

    public TimeSpan Period { get; } = period;

    public DateTime CurrentTickTime { get; } = timeStamp;

    public override string ToString() => $"<{FirstTickTime:O}, {Period}, {CurrentTickTime:O}>";
}
