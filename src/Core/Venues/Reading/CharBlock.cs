using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>The positions of the ends and points of numbers within 64 bytes, one bit each, the first byte lowest.</summary>
internal readonly unsafe ref struct CharBlock
{
    public const int Length = 64;

    private CharBlock(ulong nonDigits, ulong points)
    {
        NonDigits = nonDigits;
        Points = points;
    }

    public ulong NonDigits { get; }

    public ulong Points { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharBlock Load(byte* bytes)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var chars = Vector512.Load(bytes);
            return new CharBlock(
                Vector512.GreaterThan(chars - Vector512.Create((byte)'0'), Vector512.Create((byte)9)).ExtractMostSignificantBits(),
                Vector512.Equals(chars, Vector512.Create((byte)'.')).ExtractMostSignificantBits());
        }

        var low = Vector256.Load(bytes);
        var high = Vector256.Load(bytes + Vector256<byte>.Count);
        var point = Vector256.Create((byte)'.');
        return new CharBlock(NonDigitsOf(low, high), Join(Vector256.Equals(low, point), Vector256.Equals(high, point)));
    }

    private static ulong NonDigitsOf(Vector256<byte> low, Vector256<byte> high)
    {
        var (zero, nine) = (Vector256.Create((byte)'0'), Vector256.Create((byte)9));
        return Join(Vector256.GreaterThan(low - zero, nine), Vector256.GreaterThan(high - zero, nine));
    }

    private static ulong Join(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << Vector256<byte>.Count);
}
