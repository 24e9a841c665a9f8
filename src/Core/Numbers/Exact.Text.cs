using System.Globalization;

namespace OrderBookSilo.Core.Numbers;

/// <summary>The text of exact numbers: plain decimals, no exponent, no group separators.</summary>
public readonly partial struct Exact
{
    private const int DigitsMax = 39;

    /// <summary>The first value that does not fit a 64-bit word of 19 digits.</summary>
    private static readonly UInt128 WordLimit = 10_000_000_000_000_000_000;

    /// <summary>Parses <c>[-]digits[.digits]</c>; false for anything else and for values that do not fit.</summary>
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

    /// <summary>Parses a plain decimal or throws <see cref="FormatException"/>; for text that we wrote ourselves.</summary>
    public static Exact Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not a decimal number");

    private static string Write(Int128 mantissa, int scale)
    {
        var sign = mantissa < 0 ? "-" : "";
        var magnitude = unchecked((UInt128)(mantissa < 0 ? -mantissa : mantissa));
        Span<char> buffer = stackalloc char[DigitsMax];
        var digits = WriteDigits(magnitude, buffer);
        return scale == 0 ? string.Concat(sign, digits)
            : digits.Length <= scale ? string.Concat(sign, "0.", new string('0', scale - digits.Length), digits)
            : string.Concat(sign, digits[..^scale], ".", digits[^scale..]);
    }

    // Writing two 64-bit words is much faster than 128 bits.
    private static ReadOnlySpan<char> WriteDigits(UInt128 magnitude, Span<char> buffer)
    {
        var (high, low) = magnitude <= ulong.MaxValue ? (0UL, (ulong)magnitude) : Split(magnitude);
        var count = 0;
        if (high > 0)
        {
            high.TryFormat(buffer, out count, default, CultureInfo.InvariantCulture);
        }

        low.TryFormat(buffer[count..], out var lowCount, high > 0 ? "D19" : default, CultureInfo.InvariantCulture);
        return buffer[..(count + lowCount)];
    }

    private static (ulong High, ulong Low) Split(UInt128 magnitude)
    {
        var (high, low) = UInt128.DivRem(magnitude, WordLimit);
        return ((ulong)high, (ulong)low);
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
