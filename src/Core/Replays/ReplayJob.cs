using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Replays;

public enum ReplayState
{
    Running,
    Done,
    Cancelled,
    Failed,
}

/// <summary>A replay as stored in the warehouse.</summary>
/// <param name="Groups">
/// The markets that are read together: all of one base asset, or a single one whose pair is unknown. Fixed when the replay
/// was requested.
/// </param>
/// <param name="PageLength">The time span of one page.</param>
public sealed record ReplayJob(
    string Id, ReplayRequest Request, IReadOnlyList<IReadOnlyList<Market>> Groups, TimeSpan PageLength, DateTimeOffset CreatedAt, ReplayProgress Progress)
{
    /// <summary>Maximum number of pages of a replay; a longer range is replayed in parts.</summary>
    public const int PagesMax = 2_000_000;

    /// <summary>A page spans at most a day and this many slots, and is limited in books as well.</summary>
    private const int SlotsOfPage = 24;

    private const int BooksOfPage = 1_200;

    public ReplayState State { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public string? Message { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Maximum number of findings stored; all are counted.</summary>
    public const int FindingsMax = 1_000;

    private long FirstWindow => Request.From.UtcTicks / PageLength.Ticks;

    private long WindowCount => Request.From >= Request.To ? 0 : ((Request.To.UtcTicks - 1) / PageLength.Ticks) - FirstWindow + 1;

    /// <summary>0 when there would be more than <see cref="PagesMax"/>.</summary>
    public int PageCount => IsTooLong ? 0 : (int)(WindowCount * Groups.Count);

    public bool IsTooLong => WindowCount * Groups.Count > PagesMax;

    /// <summary>
    /// The page length for slots of this length and groups of up to this many markets; slot and page both divide a UTC day.
    /// </summary>
    public static TimeSpan PageLengthOf(TimeSpan slotLength, int marketsMax = 1)
    {
        var slotsOfDay = (int)(TimeSpan.TicksPerDay / slotLength.Ticks);
        var slotsMax = Math.Clamp(BooksOfPage / marketsMax, 1, Math.Min(SlotsOfPage, slotsOfDay));
        return slotLength * Enumerable.Range(1, slotsMax).Last(count => slotsOfDay % count == 0);
    }

    /// <summary>The page with this number, in order of time, then of group.</summary>
    public ReplayPage Page(int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, PageCount);
        var start = new DateTimeOffset((FirstWindow + (number / Groups.Count)) * PageLength.Ticks, TimeSpan.Zero);
        return new ReplayPage(Groups[number % Groups.Count], Later(start, Request.From), Earlier(start + PageLength, Request.To));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

/// <summary>A part of a replay that is completed as a whole: these markets' slots that start in [From, To), within one UTC day.</summary>
public sealed record ReplayPage(IReadOnlyList<Market> Markets, DateTimeOffset From, DateTimeOffset To)
{
    public bool Contains(DateTimeOffset slotStart) => slotStart >= From && slotStart < To;
}
