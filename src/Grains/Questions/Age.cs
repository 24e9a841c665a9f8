namespace OrderBookSilo.Grains.Questions;

/// <summary>How old a book is, as every answer says it.</summary>
internal static class Age
{
    /// <summary>Seconds to the millisecond; 0 when the clocks disagree.</summary>
    public static double Seconds(DateTimeOffset receivedAt, DateTimeOffset now) => Math.Round(Math.Max(0, (now - receivedAt).TotalSeconds), 3);
}
