using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Replays;

/// <summary>How a replay stands.</summary>
public enum ReplayState
{
    Running,
    Done,
    Cancelled,
    Failed,
}

/// <summary>A replay as the warehouse keeps it.</summary>
/// <param name="Groups">The markets that are read together: all of one base asset, or one whose pair is not known. Fixed when it was ordered.</param>
/// <param name="PageLength">Time that one page spans.</param>
public sealed record ReplayJob(
    string Id, ReplayRequest Request, IReadOnlyList<IReadOnlyList<Market>> Groups, TimeSpan PageLength, DateTimeOffset CreatedAt, ReplayProgress Progress)
{
    /// <summary>Pages that a replay may have; a longer range is replayed in parts.</summary>
    public const int PagesMax = 2_000_000;

    /// <summary>Pages of a day at most, and of so many slots, and of so many books.</summary>
    private const int SlotsOfPage = 24;

    private const int BooksOfPage = 1_200;

    public ReplayState State { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public string? Message { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Findings that are kept at most; all are counted.</summary>
    public const int FindingsMax = 1_000;

    private long FirstWindow => Request.From.UtcTicks / PageLength.Ticks;

    private long WindowCount => Request.From >= Request.To ? 0 : ((Request.To.UtcTicks - 1) / PageLength.Ticks) - FirstWindow + 1;

    /// <summary>More than <see cref="PagesMax"/> are none.</summary>
    public int PageCount => IsTooLong ? 0 : (int)(WindowCount * Groups.Count);

    public bool IsTooLong => WindowCount * Groups.Count > PagesMax;

    /// <summary>A page for slots of this length and groups of so many markets; slot and page both divide a UTC day.</summary>
    public static TimeSpan PageLengthOf(TimeSpan slotLength, int marketsMax = 1)
    {
        var slotsOfDay = (int)(TimeSpan.TicksPerDay / slotLength.Ticks);
        var slotsMax = Math.Clamp(BooksOfPage / marketsMax, 1, Math.Min(SlotsOfPage, slotsOfDay));
        return slotLength * Enumerable.Range(1, slotsMax).Last(count => slotsOfDay % count == 0);
    }

    /// <summary>The pages in order of time, then of group.</summary>
    public ReplayPage Page(int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, PageCount);
        var start = new DateTimeOffset((FirstWindow + (number / Groups.Count)) * PageLength.Ticks, TimeSpan.Zero);
        return new ReplayPage(Groups[number % Groups.Count], Later(start, Request.From), Earlier(start + PageLength, Request.To));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

/// <summary>A part of a replay that is done as a whole: these markets' slots that start in [From, To), which lie in one UTC day.</summary>
public sealed record ReplayPage(IReadOnlyList<Market> Markets, DateTimeOffset From, DateTimeOffset To)
{
    public bool Contains(DateTimeOffset slotStart) => slotStart >= From && slotStart < To;
}
