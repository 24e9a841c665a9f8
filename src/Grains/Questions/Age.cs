using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Grains.Questions;

/// <summary>The age of a book, as every answer reports it.</summary>
internal static class Age
{
    /// <summary>Seconds to the millisecond; null when the book was received in the future, so that its age is unknown.</summary>
    public static double? Seconds(DateTimeOffset receivedAt, ClockTime now) =>
        now.AgeOf(receivedAt) is { } age ? Math.Round(age.TotalSeconds, 3) : null;
}
