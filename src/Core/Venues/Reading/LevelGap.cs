using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// The text between two numbers of levels: the same bytes in every level, but for whole numbers (an order count, a time) that may
/// differ. It has up to three parts.
/// </summary>
internal unsafe struct LevelGap : ILevelGap
{
    /// <summary>Bytes that must be readable from the start of a gap.</summary>
    public const int BytesNeeded = 3 * FixedText.LengthMax + 2 * (NumberLengthMax + 1);

    private const int NumberLengthMax = 20;
    private const int RestsMax = 2;
    private const byte Quote = (byte)'"';

    private FixedText text;
    private int restCount;
    private Rest first;
    private Rest second;

    /// <summary>The beginning, up to the first number that may differ.</summary>
    public readonly FixedText Start => text;

    /// <summary>Whether it is no longer than its start.</summary>
    public readonly bool IsFixed => restCount == 0;

    /// <summary>False when the text is longer or has more numbers than this can hold.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="isInString">Whether its beginning belongs to a string.</param>
    /// <param name="gap">The gap.</param>
    public static bool TryLearn(ReadOnlySpan<byte> bytes, bool isInString, out LevelGap gap)
    {
        gap = default;
        var (start, hasNumber) = (0, false);
        for (var at = 0; at < bytes.Length; at++)
        {
            isInString ^= bytes[at] == Quote;
            var end = EndOfDigits(bytes, at);
            if (bytes[at] == '\\' || end - at > NumberLengthMax)
            {
                return false;
            }

            if (end > at && IsWholeNumber(bytes, at, end, isInString))
            {
                if (!gap.TryAdd(bytes[start..at], hasNumber))
                {
                    return false;
                }

                (start, hasNumber) = (end, true);
            }

            at = Math.Max(at, end - 1);
        }

        return gap.TryAdd(bytes[start..], hasNumber);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int LengthAt(byte* at, ulong nonDigits)
    {
        if (restCount == 0 || !text.Matches(at))
        {
            return restCount == 0 ? text.LengthAt(at, nonDigits) : 0;
        }

        var end = first.EndAt(at, text.Length, nonDigits);
        return restCount == 1 || end == 0 ? end : EndOfSecond(at, end);
    }

    /// <summary>The same for a text of at least <see cref="BytesNeeded"/> bytes.</summary>
    public readonly int LengthAt(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* at = bytes)
        {
            return LengthAt(at, nonDigits: 0);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int EndOfSecond(byte* at, int offset) => second.EndAt(at, offset, nonDigits: 0);

    // A text that is too long for one comparison goes on in the next part.
    private bool TryAdd(ReadOnlySpan<byte> bytes, bool hasNumber)
    {
        while (!bytes.IsEmpty)
        {
            var part = FixedText.Of(bytes[..Math.Min(bytes.Length, FixedText.LengthMax)]);
            if (!TryAdd(part, hasNumber))
            {
                return false;
            }

            bytes = bytes[part.Length..];
            hasNumber = false;
        }

        return true;
    }

    private bool TryAdd(in FixedText part, bool hasNumber)
    {
        if (text.Length == 0)
        {
            text = part;
            return !hasNumber;
        }

        restCount++;
        (first, second) = restCount == 1 ? (new Rest(part, hasNumber), second) : (first, new Rest(part, hasNumber));
        return restCount <= RestsMax;
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
    private static bool IsWholeNumber(ReadOnlySpan<byte> bytes, int at, int end, bool isInString) =>
        at > 0 && end < bytes.Length
        && (isInString
            ? bytes[at - 1] == Quote && bytes[end] == Quote
            : bytes[at - 1] is (byte)',' or (byte)':' or (byte)' ' or (byte)'\n' && bytes[end] is (byte)',' or (byte)']' or (byte)'}' or (byte)' ' or (byte)'\n');

    /// <summary>A number that may differ, if there is one, and the text behind it.</summary>
    private readonly struct Rest(FixedText text, bool hasNumber)
    {
        /// <summary>The end of this part, which starts at an offset; 0 when something else stands there.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int EndAt(byte* start, int offset, ulong nonDigits)
        {
            unchecked
            {
                var known = offset < CharBlock.Length ? nonDigits >> offset : 0;
                var digits = !hasNumber ? 0 : known != 0 ? BitOperations.TrailingZeroCount(known) : CountDigits(start + offset);
                var isThere = !hasNumber || ((uint)(digits - 1) < NumberLengthMax && (start[offset] != '0' || digits == 1));
                return isThere && text.Matches(start + offset + digits) ? offset + digits + text.Length : 0;
            }
        }

        private static int CountDigits(byte* at)
        {
            var isNoDigit = Vector256.GreaterThan(Vector256.Load(at) - Vector256.Create((byte)'0'), Vector256.Create((byte)9));
            return BitOperations.TrailingZeroCount(isNoDigit.ExtractMostSignificantBits());
        }
    }
}
