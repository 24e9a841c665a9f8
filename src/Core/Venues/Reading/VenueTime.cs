using System.Globalization;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>Parses the venue's own time from RFC 3339 text, to 100 ns (finer digits are truncated); null for anything else.</summary>
internal static class VenueTime
{
    private const int FractionDigitsMax = 7;
    private const int SecondsLength = 19;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

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

    // The library also accepts an hour with one digit.
    private static bool IsZone(ReadOnlySpan<char> zone) => zone is "Z" or [_, _, _, ':', _, _];
}
