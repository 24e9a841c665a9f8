using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// Parses one level in the compact spelling that exchanges send, <c>["price","quantity"]</c> or
/// <c>["price","quantity",count]</c>, with up to 8 digits on either side of the decimal point. Bit masks stand for characters,
/// and there are no branches on what differs between levels.
/// </summary>
internal unsafe ref struct LevelText
{
    public const int Scale = 8;

    /// <summary>Bytes that must be readable from the start of a level: a block, and a word after its last byte.</summary>
    public const int BytesNeeded = CharBlock.Length + 2 * sizeof(ulong);

    private const ushort LevelStart = '[' | ('"' << 8);
    private const uint BetweenNumbers = '"' | (',' << 8) | ('"' << 16);
    private const uint ThreeBytes = 0xFF_FFFF;
    private const ushort BeforeCount = '"' | (',' << 8);
    private const int PriceStart = 2;

    // The bits that may be set, as multiples of the bit of the character that they are counted from.
    private const ulong PricePoints = 0b1_1111_1110 << PriceStart;
    private const ulong QuantityPointsFromPriceEnd = 0b1_1111_1110 << 3;
    private const ulong EndsFromPoint = 0b11_1111_1101;

    /// <summary>All digits read so far: before and after the price's point, before and after the quantity's.</summary>
    private Vector256<ulong> seen;

    /// <summary>Decimals that the prices read so far need; trailing zeros do not count.</summary>
    public readonly int PriceDecimals => DecimalsOf(seen[1]);

    public readonly int QuantityDecimals => DecimalsOf(seen[3]);

    /// <summary>Parses the level that starts here and ends in this block; false when it has another spelling.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(byte* level, in CharBlock block, out long price, out long quantity)
    {
        unchecked
        {
            // Before the closing bracket, everything that is neither digit nor point must be [" "," " and possibly a comma.
            var last = block.Brackets & (0 - block.Brackets);
            var marks = block.NonDigits & ~block.Points & (last - 1);
            var priceEnd = Lowest(marks - 0b11);
            var afterPrice = marks - 0b11 - 0b111 * priceEnd;
            var quantityEnd = Lowest(afterPrice);
            var comma = afterPrice - quantityEnd;

            // A number's digits end at its point or its quote; there must be no other points.
            var stops = (block.Points & (last - 1)) | priceEnd | quantityEnd;
            var pricePoint = Lowest(stops);
            var quantityPoint = Lowest(stops & (0 - 8 * priceEnd));
            if (stops != (pricePoint | priceEnd | quantityPoint | quantityEnd)
                || (pricePoint & PricePoints) == 0
                || (priceEnd & (pricePoint * EndsFromPoint)) == 0
                || (quantityPoint & (priceEnd * QuantityPointsFromPriceEnd)) == 0
                || (quantityEnd & (quantityPoint * EndsFromPoint)) == 0)
            {
                (price, quantity) = (0, 0);
                return false;
            }

            var priceEndAt = Position(priceEnd);
            var quantityEndAt = Position(quantityEnd);
            if (*(ushort*)level != LevelStart
                || (*(uint*)(level + priceEndAt) & ThreeBytes) != BetweenNumbers
                || !(comma == 0
                    ? last == quantityEnd << 1 && level[quantityEndAt] == '"'
                    : IsCount(level + quantityEndAt, comma, quantityEnd, last)))
            {
                (price, quantity) = (0, 0);
                return false;
            }

            var pricePointAt = Position(pricePoint);
            var quantityPointAt = Position(quantityPoint);
            var words = Vector256.Create(
                Whole(level + PriceStart, pricePointAt - PriceStart),
                Fraction(level + pricePointAt, priceEndAt - pricePointAt),
                Whole(level + priceEndAt + 3, quantityPointAt - priceEndAt - 3),
                Fraction(level + quantityPointAt, quantityEndAt - quantityPointAt));
            seen |= words;
            (price, quantity) = EightDigits.ToNumbers(words);
            return true;
        }
    }

    /// <summary>Whether the quantity's quote is followed by a comma and a whole number in JSON syntax, up to the bracket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsCount(byte* quote, ulong comma, ulong quantityEnd, ulong last) =>
        comma == quantityEnd << 1
        && *(ushort*)quote == BeforeCount
        && (last == comma << 2 || (last > comma << 2 && quote[2] != '0'));

    /// <summary>The digits before a point, right-aligned in a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Whole(byte* start, nint length) => *(ulong*)start << unchecked(-8 * (int)length);

    /// <summary>The digits after a point, left-aligned in a word, given the number of characters including the point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fraction(byte* point, nint length)
    {
        ReadOnlySpan<ulong> masks =
            [0, 0, 0xFF, 0xFFFF, 0xFF_FFFF, 0xFFFF_FFFF, 0xFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF, 0xFF_FFFF_FFFF_FFFF, ulong.MaxValue];
        return *(ulong*)unchecked(point + 1) & Unsafe.Add(ref MemoryMarshal.GetReference(masks), length);
    }

    /// <summary>The number of decimals up to the last non-zero byte of any of the fractions.</summary>
    private static int DecimalsOf(ulong fractions) => Scale - BitOperations.LeadingZeroCount(fractions & EightDigits.DigitBits) / 8;

    /// <summary>The position of the only set bit; the unsigned intermediate needs no instruction to become an address.</summary>
    private static nint Position(ulong bit) => (nint)(uint)BitOperations.TrailingZeroCount(bit);

    private static ulong Lowest(ulong bits) => unchecked(bits & (0 - bits));
}
