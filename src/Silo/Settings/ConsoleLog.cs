namespace OrderBookSilo.Silo.Settings;

/// <summary>The format of the log on stderr; the file in the data directory is always JSON.</summary>
internal enum ConsoleLog
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>One JSON object per line, for collectors of container output.</summary>
    Json,
}
