namespace OrderBookSilo.Core.Archives;

public static class Days
{
    /// <summary>The days that [from, to) touches, in order.</summary>
    public static IEnumerable<DateOnly> Of(DateTimeOffset from, DateTimeOffset to)
    {
        for (var day = DateOnly.FromDateTime(from.UtcDateTime); new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) < to; day = day.AddDays(1))
        {
            yield return day;
        }
    }
}
