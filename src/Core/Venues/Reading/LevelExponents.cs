using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>Parses single JSON numbers with or without exponent, such as <c>2.0E-4</c>, as integers of a given scale.</summary>
internal static unsafe class LevelExponents
{
    private const int DigitsMax = 17;
    private const int ExponentDigitsMax = 2;

    /// <summary>False when the number has another spelling or does not fit; its decimals are counted without trailing zeros.</summary>
    public static bool TryRead(byte* text, int scale, out long value, out int decimals, out int length)
    {
        unchecked
        {
            (value, decimals, length) = (0, 0, 0);
            var at = text;
            long mantissa = 0;
            var digits = ReadDigits(ref at, ref mantissa);
            var wholes = digits;
            if (*at == '.')
            {
                at++;
                decimals = ReadDigits(ref at, ref mantissa);
                digits += decimals;
                if (decimals == 0)
                {
                    return false;
                }
            }

            // A JSON number has no leading zeros.
            if (wholes == 0 || digits > DigitsMax || (wholes > 1 && *text == '0') || !TryReadExponent(ref at, ref decimals))
            {
                return false;
            }

            while (decimals > 0 && mantissa % 10 == 0 && mantissa != 0)
            {
                mantissa /= 10;
                decimals--;
            }

            length = (int)(at - text);
            decimals = mantissa == 0 ? 0 : decimals;
            return decimals >= 0 && decimals <= scale && Int64PowersOfTen.TryMultiply(mantissa, scale - decimals, out value);
        }
    }

    private static int ReadDigits(ref byte* at, ref long mantissa)
    {
        unchecked
        {
            var start = at;
            for (; (uint)(*at - '0') <= 9 && at - start <= DigitsMax; at++)
            {
                mantissa = mantissa * 10 + (*at - '0');
            }

            return (int)(at - start);
        }
    }

    private static bool TryReadExponent(ref byte* at, ref int decimals)
    {
        unchecked
        {
            if ((*at | 0x20) != 'e')
            {
                return true;
            }

            at++;
            var isNegative = *at == '-';
            at += *at is (byte)'-' or (byte)'+' ? 1 : 0;
            long exponent = 0;
            var digits = ReadDigits(ref at, ref exponent);
            decimals += (int)(isNegative ? exponent : -exponent);
            return digits is > 0 and <= ExponentDigitsMax;
        }
    }
}
