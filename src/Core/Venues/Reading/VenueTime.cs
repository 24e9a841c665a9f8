using System.Globalization;
using System.Text.Json;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>How a venue writes its own time.</summary>
internal enum TimeFormat
{
    /// <summary>RFC 3339 text.</summary>
    Text,

    /// <summary>Milliseconds since 1970, as a number or as text.</summary>
    Milliseconds,

    /// <summary>Microseconds since 1970, as a number or as text.</summary>
    Microseconds,
}

/// <summary>Parses the venue's own time, to 100 ns (finer digits are truncated); null for anything else.</summary>
internal static class VenueTime
{
    private const int FractionDigitsMax = 7;
    private const int SecondsLength = 19;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static DateTimeOffset? Read(ref Utf8JsonReader reader, TimeFormat format) => format switch
    {
        TimeFormat.Text => reader.TokenType == JsonTokenType.String ? Read(reader.GetString()) : null,
        TimeFormat.Milliseconds => Since1970(WholeNumber.Read(ref reader, mayBeText: true), TimeSpan.TicksPerMillisecond),
        _ => Since1970(WholeNumber.Read(ref reader, mayBeText: true), TimeSpan.TicksPerMicrosecond),
    };

    /// <summary>RFC 3339 text.</summary>
    public static DateTimeOffset? Read(string? text)
    {
        if (text is null || text.Length <= SecondsLength)
        {
            return null;
        }

        var zone = text.AsSpan(SecondsLength).IndexOfAny("Z+-") + SecondsLength;
        if (zone < SecondsLength || zone == SecondsLength + 1 || !IsZone(text.AsSpan(zone)))
        {
            return null;
        }

        var cut = Math.Min(zone, SecondsLength + 1 + FractionDigitsMax);
        var isDigits = !text.AsSpan(cut, zone - cut).ContainsAnyExceptInRange('0', '9');
        return isDigits && DateTimeOffset.TryParseExact(
            string.Concat(text.AsSpan(0, cut), text.AsSpan(zone)), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
    }

    // Zero is what venues write when they have no time.
    private static DateTimeOffset? Since1970(long? count, long ticksPerUnit) =>
        count > 0 && count <= (DateTimeOffset.MaxValue.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / ticksPerUnit
            ? DateTimeOffset.UnixEpoch.AddTicks(count.Value * ticksPerUnit)
            : null;

    // The library also accepts an hour with one digit.
    private static bool IsZone(ReadOnlySpan<char> zone) => zone is "Z" or [_, _, _, ':', _, _];
}

/// <summary>A whole number of 64 bits as a JSON number or, where that is allowed, as text; null for anything else.</summary>
internal static class WholeNumber
{
    public static long? Read(ref Utf8JsonReader reader, bool mayBeText) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out var number) => number,
        JsonTokenType.String when mayBeText && long.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
