namespace OrderBookSilo.Grains.Questions;

/// <summary>The age of a book, as every answer reports it.</summary>
internal static class Age
{
    /// <summary>Seconds to the millisecond; 0 when clocks disagree.</summary>
    public static double Seconds(DateTimeOffset receivedAt, DateTimeOffset now) => Math.Round(Math.Max(0, (now - receivedAt).TotalSeconds), 3);
}
