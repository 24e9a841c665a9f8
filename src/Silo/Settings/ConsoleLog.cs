namespace OrderBookSilo.Silo.Settings;

/// <summary>How the log is written to stderr; the file below the data directory is always JSON.</summary>
internal enum ConsoleLog
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>A JSON object a line, for what collects the output of containers.</summary>
    Json,
}
