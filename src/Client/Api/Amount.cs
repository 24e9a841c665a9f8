using System.Text.RegularExpressions;

namespace OrderBookSilo.Client.Api;

/// <summary>Amounts as people write them: 100000, 100_000, 100k, 2.5m.</summary>
internal static partial class Amount
{
    /// <summary>The same amount as a plain decimal, digit for digit; throws <see cref="UsageException"/> when it is invalid.</summary>
    public static string Normalise(string text)
    {
        var match = Written().Match(text);
        var zeros = match.Groups["unit"].Value.ToUpperInvariant() switch { "K" => 3, "M" => 6, _ => 0 };
        var whole = match.Groups["whole"].Value.Replace("_", "", StringComparison.Ordinal);
        var fraction = match.Groups["fraction"].Value.PadRight(zeros, '0');
        var plain = Plain(whole + fraction[..zeros], fraction[zeros..]);
        return match.Success && plain != "0"
            ? plain
            : throw new UsageException($"'{text}' is not an amount above 0; write 100000, 100_000, 100k or 2.5m, without commas.");
    }

    private static string Plain(string whole, string fraction)
    {
        var (left, right) = (whole.TrimStart('0').PadLeft(1, '0'), fraction.TrimEnd('0'));
        return right.Length == 0 ? left : $"{left}.{right}";
    }

    [GeneratedRegex(@"^(?<whole>[0-9]{1,30}(_[0-9]{3})*)(\.(?<fraction>[0-9]{1,30}))?(?<unit>[kKmM]?)$")]
    private static partial Regex Written();
}
