using System.Text.RegularExpressions;

namespace OrderBookSilo.Silo.Api.Described;

/// <summary>The unit of a column or field, which its description names: a closed list of phrases.</summary>
internal static partial class Units
{
    /// <summary>The first unit that a description names; null when it names none, and for what is no quantity.</summary>
    public static string? Of(string type, string description) =>
        type is not ("text" or "boolean") && Named().Match(description) is { Success: true } match ? Plain(match.Groups["unit"].Value) : null;

    private static string Plain(string unit) => unit == "UTC" ? unit : unit.ToLowerInvariant();

    [GeneratedRegex(
        @"\b(in|as a) (?<unit>books per second|quote per base|quote or base|quote|currency per base|currency|base|basis points|fraction|days|seconds|venues)\b|, (?<unit>UTC)\b|\b(?<unit>seconds)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Named();
}
