using System.Globalization;

namespace OrderBookSilo.Client.Api;

/// <summary>Builds request paths from the caller's input.</summary>
internal static class Paths
{
    public const string Markets = "api/markets";
    public const string Best = "api/best";
    public const string Keys = "api/keys";

    public const string Replays = "api/replays";
    public const string Versions = "api/versions";

    public static string Replay(string id) => $"{Replays}/{Uri.EscapeDataString(id)}";

    public static string Version(string name) => $"{Versions}/{Uri.EscapeDataString(name)}";

    public static string Key(string name) => $"{Keys}/{Uri.EscapeDataString(name)}";

    /// <summary>The path of <c>venue:product</c>; throws <see cref="UsageException"/> when it has another form.</summary>
    public static string Market(string market)
    {
        var colon = market.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < market.Length - 1
            ? $"{Markets}/{Uri.EscapeDataString(market[..colon])}/{Uri.EscapeDataString(market[(colon + 1)..])}"
            : throw new UsageException($"'{market}' is not a market; write venue:product, such as coinbase:BTC-USD.");
    }

    public static string Pair(string baseAsset, string quoteAsset) => $"api/pairs/{Uri.EscapeDataString(baseAsset)}/{Uri.EscapeDataString(quoteAsset)}";

    /// <summary>The query string; parameters that are null are left out.</summary>
    public static string Query(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var given = new List<string>();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                given.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }

    /// <summary>Converts a time as people write it, UTC unless it has an offset, to the API's format.</summary>
    public static string? Instant(string option, string? text)
    {
        if (text is null)
        {
            return null;
        }

        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var instant)
            ? instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : throw new UsageException($"{option}: '{text}' is not a time; write 2026-11-22 or 2026-11-22T10:00Z.");
    }
}
