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
    public const int BytesNeeded = 3 * FixedText.LengthMax + 2 * (NumberLengthMax + 1);

    private const int NumberLengthMax = 20;

    private FixedText text;
    private int numbers;
    private Rest behindFirst;
    private Rest behindSecond;

    /// <summary>The text up to the first number that may differ.</summary>
    public readonly FixedText Start => text;

    /// <summary>Whether it has numbers that may differ; without them it is its start.</summary>
    public readonly bool HasNumbers => numbers > 0;

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

    /// <summary>The length of the gap in a text of at least <see cref="BytesNeeded"/> bytes; 0 when another text stands there.</summary>
    public readonly int LengthAt(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* at = bytes)
        {
            return !text.Matches(at) ? 0 : HasNumbers ? LengthWithNumbers(at, nonDigits: 0) : text.Length;
        }
    }

    /// <summary>The length of a gap with numbers whose start stands here; 0 when something else follows.</summary>
    /// <param name="at">The place.</param>
    /// <param name="nonDigits">Which bytes from there on are no digits, as far as it is known: the first is the lowest bit.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int LengthWithNumbers(byte* at, ulong nonDigits)
    {
        var end = behindFirst.EndAt(at, text.Length, nonDigits);
        return numbers == 1 || end == 0 ? end : behindSecond.EndAt(at, end, nonDigits);
    }

    private bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > FixedText.LengthMax)
        {
            return false;
        }

        var part = FixedText.Of(bytes);
        switch (numbers)
        {
            case 0:
                text = part;
                break;
            case 1:
                behindFirst = new Rest(part);
                break;
            default:
                behindSecond = new Rest(part);
                break;
        }

        return true;
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
    private readonly struct Rest(FixedText text)
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
                return isNumber && text.Matches(start + offset + digits) ? offset + digits + text.Length : 0;
            }
        }

        private static int CountDigits(byte* at)
        {
            var isNoDigit = Vector256.GreaterThan(Vector256.Load(at) - Vector256.Create((byte)'0'), Vector256.Create((byte)9));
            return BitOperations.TrailingZeroCount(isNoDigit.ExtractMostSignificantBits());
        }
    }
}
