using System.Text.Json;

namespace OrderBookSilo.Core;

/// <summary>The text of our enums in tables, API and metrics: <c>GeoBlocked</c> is <c>geo_blocked</c>.</summary>
public static class SnakeCase
{
    public static string Text<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static bool TryParse<T>(string? text, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (candidate.Text() == text)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }
}
