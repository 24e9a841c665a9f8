namespace OrderBookSilo.Io.Http;

internal static class Microseconds
{
    /// <summary>The time without its fraction of a microsecond.</summary>
    public static DateTimeOffset Floor(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));
}
