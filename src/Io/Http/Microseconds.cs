namespace OrderBookSilo.Io.Http;

internal static class Microseconds
{
    /// <summary>Truncates a time to whole microseconds.</summary>
    public static DateTimeOffset Floor(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));
}
