using System.Globalization;

namespace OrderBookSilo.Client.Output;

/// <summary>Formats numbers for people: thousands separators, and a dash when there is none. The JSON has the exact ones.</summary>
internal static class Numbers
{
    public const string None = "–";

    private const int SignificantDigits = 8;
    private const int DecimalsMin = 2;

    /// <summary>All digits of a decimal text.</summary>
    public static string Exact(string? text)
    {
        if (text is null)
        {
            return None;
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? text : text[..dot];
        for (var i = whole.Length - 3; i > 0 && char.IsAsciiDigit(whole[i - 1]); i -= 3)
        {
            whole = whole.Insert(i, ",");
        }

        return dot < 0 ? whole : whole + text[dot..];
    }

    /// <summary>A quotient, rounded to the digits that matter to a person.</summary>
    public static string Rounded(string? text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return Exact(text);
        }

        var magnitude = value == 0 ? 0 : (int)Math.Floor(Math.Log10((double)Math.Abs(value))) + 1;
        var decimals = Math.Clamp(SignificantDigits - magnitude, DecimalsMin, 28);
        return Exact(Math.Round(value, decimals).ToString("0.############################", CultureInfo.InvariantCulture));
    }

    /// <summary>An amount of money to the cent; below one cent, rounded to the digits that matter to a person.</summary>
    public static string Cents(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) >= 1
            ? value.ToString("N2", CultureInfo.InvariantCulture)
            : Rounded(text);

    public static bool IsBelowCent(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < 0.01m;

    public static string Count(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? None;

    /// <summary>Basis points.</summary>
    public static string Bps(double? bps) => bps switch
    {
        null => None,
        not 0 and > -0.005 and < 0.005 => "<0.01",
        _ => bps.Value.ToString("N2", CultureInfo.InvariantCulture),
    };
}
