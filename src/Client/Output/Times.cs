using System.Globalization;

namespace OrderBookSilo.Client.Output;

/// <summary>Formats times and ages for people; times are UTC.</summary>
internal static class Times
{
    public static string Minute(DateTimeOffset? time) => Format(time, "yyyy-MM-dd HH:mm");

    public static string Second(DateTimeOffset? time) => Format(time, "yyyy-MM-dd HH:mm:ss");

    public static string ShortClock(DateTimeOffset? time) => Format(time, "HH:mm");

    public static string Clock(DateTimeOffset? time) => Format(time, "HH:mm:ss");

    public static string Age(double? seconds) => seconds is null ? Numbers.None : Age(TimeSpan.FromSeconds(Math.Max(0, seconds.Value)));

    /// <summary>An age in at most six characters below one hour: 12s, 3m 05s, 31m.</summary>
    public static string ShortAge(double? seconds) =>
        seconds is >= 600 and < 3600 ? string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds.Value / 60)}m") : Age(seconds);

    /// <summary>The two largest units: 12s, 3m 05s, 2h 10m, 4d 3h.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Seconds}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Minutes}m {age.Seconds:00}s"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Hours}h {age.Minutes:00}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays}d {age.Hours}h"),
    };

    private static string Format(DateTimeOffset? time, string format) =>
        time?.UtcDateTime.ToString(format, CultureInfo.InvariantCulture) ?? Numbers.None;
}
