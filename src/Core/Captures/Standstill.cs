using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Captures;

/// <summary>
/// Whether a market's book stands still. What shows movement is the venue's sequence; where there is none, the venue's time;
/// where there is neither, the bytes. docs/splits.md, Markets that are left out.
/// </summary>
public static class Standstill
{
    /// <summary>A book that has not moved over this many slots is frozen.</summary>
    public const int SlotsUntilFrozen = 3;

    /// <summary>How many slots are looked back at most.</summary>
    public const int SlotsBackMax = 24;

    /// <summary>Whether two books of a market show no movement between them.</summary>
    public static bool IsUnmoved(BookMark earlier, BookMark later) =>
        (earlier.Sequence ?? later.Sequence) is not null ? earlier.Sequence == later.Sequence
        : (earlier.VenueTime ?? later.VenueTime) is not null ? earlier.VenueTime == later.VenueTime
        : earlier.Sha256 == later.Sha256;

    /// <param name="unmovedSince">Start of the first slot of the books without movement; null when unknown.</param>
    public static bool IsFrozen(Slot slot, DateTimeOffset? unmovedSince) =>
        slot.Start - unmovedSince >= slot.Length * (SlotsUntilFrozen - 1);
}

/// <summary>What shows whether a book has moved.</summary>
/// <param name="Sha256">Of the body, lower-case hex.</param>
public readonly record struct BookMark(long? Sequence, DateTimeOffset? VenueTime, string? Sha256)
{
    public static BookMark Of(CapturedBook captured) => new(captured.Book.Sequence, captured.Book.VenueTime, captured.Capture.Sha256);
}
