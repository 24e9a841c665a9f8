using System.Globalization;
using System.Numerics;

namespace OrderBookSilo.Core;

/// <summary>The text of exact numbers: plain decimals, no exponent, no group separators.</summary>
public readonly partial struct Exact
{
    /// <summary>Reads <c>[-]digits[.digits]</c>; false for anything else and for what does not fit.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Exact value)
    {
        value = default;
        var digits = text.StartsWith("-") ? text[1..] : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? default : digits[(point + 1)..].TrimEnd('0');
        if (whole.IsEmpty || point == digits.Length - 1 || fraction.Length > ScaleMax || !AreDigits(whole) || !AreDigits(fraction))
        {
            return false;
        }

        if (!Int128.TryParse($"{whole}{fraction}", NumberStyles.None, CultureInfo.InvariantCulture, out var mantissa))
        {
            return false;
        }

        value = FromScaled(text.StartsWith("-") ? -mantissa : mantissa, fraction.Length);
        return true;
    }

    /// <summary>Reads a plain decimal, or throws <see cref="FormatException"/>: for texts that we wrote ourselves.</summary>
    public static Exact Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not a decimal number");

    private static string Write(Int128 mantissa, int scale)
    {
        var digits = BigInteger.Abs((BigInteger)mantissa).ToString(CultureInfo.InvariantCulture);
        var sign = mantissa < 0 ? "-" : "";
        if (scale == 0)
        {
            return sign + digits;
        }

        var padded = digits.PadLeft(scale + 1, '0');
        return $"{sign}{padded[..^scale]}.{padded[^scale..]}";
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
