using System.Numerics;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Books;

/// <summary>
/// Parses a decimal number from UTF-8 text into an integer and its decimals, without trailing zeros. The only syntax is
/// <c>[-]digits[.digits][e[±]digits]</c>.
/// </summary>
public static class DecimalText
{
    /// <summary>Maximum length of a number.</summary>
    public const int LengthMax = 64;

    private const int ExponentDigitsMax = 4;

    /// <summary>The largest power of ten that fits Int128.</summary>
    private const int DigitsMax = 38;

    /// <summary>Null when the number was read, otherwise bad_number or out_of_range.</summary>
    public static FailureKind? Read(ReadOnlySpan<byte> text, out Int128 mantissa, out int decimals)
    {
        // Numbers beyond 64 bits are rare enough to be read twice.
        var failure = Read<ulong>(text, out mantissa, out decimals);
        return failure == FailureKind.OutOfRange ? Read<UInt128>(text, out mantissa, out decimals) : failure;
    }

    private static FailureKind? Read<T>(ReadOnlySpan<byte> text, out Int128 mantissa, out int decimals)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        mantissa = 0;
        decimals = 0;
        if (text.Length > LengthMax)
        {
            return FailureKind.BadNumber;
        }

        var digits = new Digits<T>();
        var isNegative = text.StartsWith("-"u8);
        var rest = digits.Take(isNegative ? text[1..] : text);
        if (digits.Count == 0)
        {
            return FailureKind.BadNumber;
        }

        if (rest.StartsWith("."u8))
        {
            var countBefore = digits.Count;
            rest = digits.Take(rest[1..]);
            digits.Exponent -= digits.Count - countBefore;
            if (digits.Count == countBefore)
            {
                return FailureKind.BadNumber;
            }
        }

        return TryReadExponent(rest, out var exponent)
            ? Scale(digits, digits.Exponent + exponent, isNegative, out mantissa, out decimals)
            : FailureKind.BadNumber;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if ((text[0] | 0x20) != 'e')
        {
            return false;
        }

        var isNegative = text[1..].StartsWith("-"u8);
        var isSigned = isNegative || text[1..].StartsWith("+"u8);
        var digits = text[(isSigned ? 2 : 1)..];
        if (digits.IsEmpty || digits.Length > ExponentDigitsMax || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        foreach (var digit in digits)
        {
            exponent = exponent * 10 + (digit - '0');
        }

        exponent = isNegative ? -exponent : exponent;
        return true;
    }

    private static FailureKind? Scale<T>(Digits<T> digits, int exponent, bool isNegative, out Int128 mantissa, out int decimals)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        mantissa = 0;
        decimals = 0;
        if (T.IsZero(digits.Significant))
        {
            return null;
        }

        exponent += digits.TrailingZeros;
        var significant = UInt128.CreateTruncating(digits.Significant);
        if (digits.Overflows || exponent is < -OrderBook.ScaleMax or > DigitsMax || significant > MantissaMax(exponent))
        {
            return FailureKind.OutOfRange;
        }

        mantissa = unchecked((Int128)significant);
        mantissa = exponent > 0 ? mantissa * BigPowersOfTen.Int128Of(exponent) : mantissa;

        mantissa = isNegative ? -mantissa : mantissa;
        decimals = Math.Max(-exponent, 0);
        return null;
    }

    private static UInt128 MantissaMax(int exponent) =>
        (UInt128)(exponent > 0 ? Int128.MaxValue / BigPowersOfTen.Int128Of(exponent) : Int128.MaxValue);

    /// <summary>
    /// The digits read so far. Zeros are held back until another digit follows, so that trailing zeros do not use up the range.
    /// </summary>
    private ref struct Digits<T>
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        private static readonly T Ten = T.CreateChecked(10);
        private static readonly T AppendableMax = (T.MaxValue - T.CreateChecked(9)) / Ten;

        public T Significant;
        public int TrailingZeros;
        public int Count;
        public int Exponent;
        public bool Overflows;

        public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> text)
        {
            var i = 0;
            for (; i < text.Length && char.IsAsciiDigit((char)text[i]); i++)
            {
                Add(text[i] - '0');
            }

            Count += i;
            return text[i..];
        }

        private void Add(int digit)
        {
            if (digit == 0)
            {
                TrailingZeros++;
                return;
            }

            for (; TrailingZeros > 0; TrailingZeros--)
            {
                Append(0);
            }

            Append(digit);
        }

        private void Append(int digit)
        {
            Overflows |= Significant > AppendableMax;
            Significant = Overflows ? T.MaxValue : Significant * Ten + T.CreateTruncating(digit);
        }
    }
}
