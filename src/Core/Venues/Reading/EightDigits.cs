using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// Converts words of eight characters, the first in the lowest byte, to numbers. A digit counts as itself and a zero byte as 0,
/// so a word with fewer digits is padded with zero bytes.
/// </summary>
internal static class EightDigits
{
    /// <summary>The mask that turns a character into its digit.</summary>
    public const ulong DigitBits = 0x0F0F_0F0F_0F0F_0F0F;

    private const int HundredMillion = 100_000_000;

    /// <summary>
    /// Two numbers of sixteen digits, each from a word with the eight digits before its point and one with the eight after it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (long First, long Second) ToNumbers(Vector256<ulong> words)
    {
        if (!Avx2.IsSupported)
        {
            return (ToNumber(words[0]) * HundredMillion + ToNumber(words[1]), ToNumber(words[2]) * HundredMillion + ToNumber(words[3]));
        }

        // Digits become pairs, pairs fours, fours eights, for all four words at once.
        var digits = words.AsByte() & Vector256.Create((byte)0x0F);
        var pairs = Avx2.MultiplyAddAdjacent(digits, Vector256.Create((ushort)0x010A).AsSByte());
        var fours = Avx2.MultiplyAddAdjacent(pairs, Vector256.Create(0x0001_0064).AsInt16());
        var packed = Avx2.PackUnsignedSaturate(fours, fours).AsInt16();
        var eights = Avx2.MultiplyAddAdjacent(packed, Vector256.Create(0x0001_2710).AsInt16());
        var wholes = Avx2.Multiply(eights.AsUInt32(), Vector256.Create((uint)HundredMillion));
        var numbers = (wholes + (eights.AsUInt64() >> 32)).AsInt64();
        return (numbers.ToScalar(), numbers.GetUpper().ToScalar());
    }

    /// <summary>The same for one word, with one multiplication for each doubling.</summary>
    private static long ToNumber(ulong characters)
    {
        unchecked
        {
            const ulong twoPairs = 0x0000_00FF_0000_00FF;
            const ulong millionsAndHundreds = 0x000F_4240_0000_0064;
            const ulong tenThousandsAndOnes = 0x0000_2710_0000_0001;
            var digits = characters & DigitBits;
            var pairs = digits * 10 + (digits >> 8);
            return (long)(((pairs & twoPairs) * millionsAndHundreds + ((pairs >> 16) & twoPairs) * tenThousandsAndOnes) >> 32);
        }
    }
}
