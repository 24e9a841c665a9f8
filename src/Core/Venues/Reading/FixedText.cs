using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>What stands between two numbers of levels.</summary>
internal unsafe interface ILevelGap
{
    /// <summary>Its length at this place; 0 when another text stands there.</summary>
    /// <param name="at">The place.</param>
    /// <param name="nonDigits">Which bytes from there on are no digits, as far as it is known: the first is the lowest bit.</param>
    int LengthAt(byte* at, ulong nonDigits);
}

/// <summary>A few bytes to compare with, at once.</summary>
internal readonly unsafe struct FixedText : ILevelGap
{
    public const int LengthMax = 32;

    private readonly Vector256<byte> text;
    private readonly Vector256<byte> mask;

    private FixedText(Vector256<byte> text, Vector256<byte> mask, int length)
    {
        this.text = text;
        this.mask = mask;
        Length = length;
    }

    public int Length { get; }

    /// <summary>Of at most <see cref="LengthMax"/> bytes.</summary>
    public static FixedText Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[LengthMax];
        Span<byte> ones = stackalloc byte[LengthMax];
        padded.Clear();
        ones.Clear();
        bytes.CopyTo(padded);
        ones[..bytes.Length].Fill(byte.MaxValue);
        return new FixedText(Vector256.Create<byte>(padded), Vector256.Create<byte>(ones), bytes.Length);
    }

    /// <summary>Whether these bytes stand here; <see cref="LengthMax"/> bytes must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Matches(byte* at) => ((Vector256.Load(at) ^ text) & mask) == Vector256<byte>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LengthAt(byte* at, ulong nonDigits) => Matches(at) ? Length : 0;
}
