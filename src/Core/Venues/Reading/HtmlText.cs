using System.Text.RegularExpressions;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>Extracts the text worth keeping from an HTML page that was returned instead of data.</summary>
internal static partial class HtmlText
{
    public static bool IsHtml(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n\uFEFF"u8).StartsWith("<"u8);

    public static string Strip(string html) => Spaces().Replace(Tags().Replace(html, " "), " ").Trim();

    [GeneratedRegex(@"<(script|style)\b.*?(</\1>|$)|<[^>]*(>|$)", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
