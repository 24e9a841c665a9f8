namespace OrderBookSilo.Silo.Settings;

/// <summary>Limits on what callers may send and how often.</summary>
/// <param name="RequestsPerSecond">Limit for one key, or for one address without a key; 0 is no limit.</param>
/// <param name="Burst">Calls that may arrive at once after a pause.</param>
/// <param name="HeaderTime">Time limit for receiving the head of a request.</param>
/// <param name="IdleTime">Time after which an idle connection is closed.</param>
/// <param name="BytesPerSecond">Lowest rate at which a caller may send a body, or read an answer that waits for it; 0 is no limit.</param>
internal sealed record LimitSettings(
    int RequestsPerSecond, int Burst, int Connections, int BodyBytes, int HeaderBytes, TimeSpan HeaderTime, TimeSpan IdleTime, int BytesPerSecond)
{
    /// <summary>Longest path with query; no valid question is longer.</summary>
    public const int RequestLineBytes = 4096;

    public const int HeaderCount = 50;

    /// <summary>How long a caller may stay below <c>BytesPerSecond</c>.</summary>
    public static readonly TimeSpan SlowTime = TimeSpan.FromSeconds(10);

    private const int CountMax = 1_000_000;
    private const int BytesMax = 16 * 1024 * 1024;
    private const int HeaderBytesMin = 1024;

    /// <summary>Kestrel's read-ahead buffer, which the head of a request has to fit.</summary>
    private const int HeaderBytesMax = 1024 * 1024;

    private static readonly TimeSpan TimeMax = TimeSpan.FromHours(1);

    public static LimitSettings Read(ConfiguredValues values) =>
        new(
            values.Integer("Limits:RequestsPerSecond", 100, 0, CountMax),
            values.Integer("Limits:Burst", 500, 1, CountMax),
            values.Integer("Limits:Connections", 2000, 1, CountMax),
            values.Integer("Limits:BodyBytes", 64 * 1024, 0, BytesMax),
            values.Integer("Limits:HeaderBytes", 16 * 1024, HeaderBytesMin, HeaderBytesMax),
            Time(values, "Limits:HeaderTime", TimeSpan.FromSeconds(10)),
            Time(values, "Limits:IdleTime", TimeSpan.FromMinutes(2)),
            values.Integer("Limits:BytesPerSecond", 16 * 1024, 0, BytesMax));

    private static TimeSpan Time(ConfiguredValues values, string key, TimeSpan byDefault)
    {
        var time = values.Duration(key) ?? byDefault;
        return time > TimeSpan.Zero && time <= TimeMax ? time : throw new ConfigurationException(key, $"must be above 0 and at most {TimeMax.TotalHours} h");
    }
}
