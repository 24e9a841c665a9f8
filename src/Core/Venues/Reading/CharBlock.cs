using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>The positions of a level's structural characters within 64 bytes, one bit each, the first byte lowest.</summary>
internal readonly unsafe ref struct CharBlock
{
    public const int Length = 64;

    private CharBlock(ulong nonDigits, ulong points, ulong brackets)
    {
        NonDigits = nonDigits;
        Points = points;
        Brackets = brackets;
    }

    public ulong NonDigits { get; }

    public ulong Points { get; }

    /// <summary>Closing brackets.</summary>
    public ulong Brackets { get; }

    /// <summary>Length of a level up to its closing bracket, including the bracket and the following character.</summary>
    public int LevelLength => unchecked(BitOperations.TrailingZeroCount(Brackets) + 2);

    /// <summary>Whether another level ends in this block after the first one.</summary>
    public bool HasAnother => (Brackets & unchecked(Brackets - 1)) != 0;

    /// <summary>The same characters without the first ones, fewer than all of them.</summary>
    public CharBlock Behind(int length) => new(NonDigits >> length, Points >> length, Brackets >> length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharBlock Load(byte* bytes)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var chars = Vector512.Load(bytes);
            return new CharBlock(
                Vector512.GreaterThan(chars - Vector512.Create((byte)'0'), Vector512.Create((byte)9)).ExtractMostSignificantBits(),
                Vector512.Equals(chars, Vector512.Create((byte)'.')).ExtractMostSignificantBits(),
                Vector512.Equals(chars, Vector512.Create((byte)']')).ExtractMostSignificantBits());
        }

        var low = Vector256.Load(bytes);
        var high = Vector256.Load(bytes + Vector256<byte>.Count);
        return new CharBlock(NonDigitsOf(low, high), Bits(low, high, '.'), Bits(low, high, ']'));
    }

    private static ulong Bits(Vector256<byte> low, Vector256<byte> high, char value) =>
        Join(Vector256.Equals(low, Vector256.Create((byte)value)), Vector256.Equals(high, Vector256.Create((byte)value)));

    private static ulong NonDigitsOf(Vector256<byte> low, Vector256<byte> high)
    {
        var (zero, nine) = (Vector256.Create((byte)'0'), Vector256.Create((byte)9));
        return Join(Vector256.GreaterThan(low - zero, nine), Vector256.GreaterThan(high - zero, nine));
    }

    private static ulong Join(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << Vector256<byte>.Count);
}
