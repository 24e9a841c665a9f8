using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// The text between two numbers of levels: the same bytes in every level, but for up to two whole numbers (an order count, a time)
/// that may differ.
/// </summary>
internal unsafe struct LevelGap
{
    /// <summary>Bytes that must be readable from the start of a gap.</summary>
    public const int BytesNeeded = 3 * TextLengthMax + 2 * (NumberLengthMax + 1);

    private const int NumberLengthMax = 20;

    private const int TextLengthMax = 32;

    private Vector256<byte> text;
    private Vector256<byte> mask;
    private int length;
    private int numbers;
    private Rest behindFirst;
    private Rest behindSecond;

    /// <summary>False when the text is longer or has more numbers than this can hold.</summary>
    public static bool TryLearn(ReadOnlySpan<byte> bytes, out LevelGap gap)
    {
        gap = default;
        var start = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            var end = EndOfDigits(bytes, at);
            if (end == at)
            {
                continue;
            }

            if (IsWholeNumber(bytes, at, end))
            {
                if (gap.numbers == 2 || end - at > NumberLengthMax || !gap.TryAdd(bytes[start..at]))
                {
                    return false;
                }

                gap.numbers++;
                start = end;
            }

            at = end - 1;
        }

        return start < bytes.Length && gap.TryAdd(bytes[start..]);
    }

    /// <summary>The length of the gap at this place; 0 when another text stands there.</summary>
    /// <param name="at">The place.</param>
    /// <param name="nonDigits">Which bytes from there on are no digits, as far as it is known: the first is the lowest bit.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int LengthAt(byte* at, ulong nonDigits)
    {
        if (((Vector256.Load(at) ^ text) & mask) != Vector256<byte>.Zero)
        {
            return 0;
        }

        return numbers == 0 ? length : LengthWithNumbers(at, nonDigits);
    }

    /// <summary>The same for a text of at least <see cref="BytesNeeded"/> bytes.</summary>
    public readonly int LengthAt(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* at = bytes)
        {
            return LengthAt(at, nonDigits: 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int LengthWithNumbers(byte* at, ulong nonDigits)
    {
        var end = behindFirst.EndAt(at, length, nonDigits);
        return numbers == 1 || end == 0 ? end : behindSecond.EndAt(at, end, nonDigits);
    }

    private bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > TextLengthMax)
        {
            return false;
        }

        var (fixedText, fixedMask) = Mask(bytes);
        switch (numbers)
        {
            case 0:
                (text, mask, length) = (fixedText, fixedMask, bytes.Length);
                break;
            case 1:
                behindFirst = new Rest(fixedText, fixedMask, bytes.Length);
                break;
            default:
                behindSecond = new Rest(fixedText, fixedMask, bytes.Length);
                break;
        }

        return true;
    }

    private static (Vector256<byte> Text, Vector256<byte> Mask) Mask(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[TextLengthMax];
        Span<byte> ones = stackalloc byte[TextLengthMax];
        padded.Clear();
        ones.Clear();
        bytes.CopyTo(padded);
        ones[..bytes.Length].Fill(byte.MaxValue);
        return (Vector256.Create<byte>(padded), Vector256.Create<byte>(ones));
    }

    private static int EndOfDigits(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && bytes[at] is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at;
    }

    /// <summary>Whether digits are a whole string or a whole JSON number, so that other digits in their place change nothing else.</summary>
    private static bool IsWholeNumber(ReadOnlySpan<byte> bytes, int at, int end) =>
        at > 0 && end < bytes.Length
        && (bytes[at - 1] == '"'
            ? bytes[end] == '"'
            : bytes[at - 1] is (byte)',' or (byte)':' or (byte)' ' && bytes[end] is (byte)',' or (byte)']' or (byte)'}');

    /// <summary>A number that may differ, and the text behind it.</summary>
    private readonly struct Rest(Vector256<byte> text, Vector256<byte> mask, int length)
    {
        /// <summary>The end of the text behind the number that starts at this offset; 0 when something else stands there.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int EndAt(byte* start, int offset, ulong nonDigits)
        {
            unchecked
            {
                var known = offset < 64 ? nonDigits >> offset : 0;
                var digits = known != 0 ? BitOperations.TrailingZeroCount(known) : CountDigits(start + offset);
                var isNumber = (uint)(digits - 1) < NumberLengthMax && (digits == 1 || start[offset] != '0');
                return isNumber && ((Vector256.Load(start + offset + digits) ^ text) & mask) == Vector256<byte>.Zero ? offset + digits + length : 0;
            }
        }

        private static int CountDigits(byte* at)
        {
            var isNoDigit = Vector256.GreaterThan(Vector256.Load(at) - Vector256.Create((byte)'0'), Vector256.Create((byte)9));
            return BitOperations.TrailingZeroCount(isNoDigit.ExtractMostSignificantBits());
        }
    }
}
