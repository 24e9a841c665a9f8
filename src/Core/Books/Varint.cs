namespace OrderBookSilo.Core.Books;

/// <summary>Unsigned integers in groups of seven bits, lowest first; the high bit of a byte marks that another byte follows.</summary>
internal static class Varint
{
    /// <summary>Maximum number of bytes of a 64-bit value.</summary>
    public const int LengthMax = 10;

    /// <summary>Maximum number of bytes of a 128-bit value.</summary>
    public const int WideLengthMax = 19;

    private const int GroupBits = 7;
    private const byte More = 0x80;

    /// <summary>Writes a value and advances the position; the span must be long enough.</summary>
    public static void Write(Span<byte> bytes, ref int position, ulong value)
    {
        for (; value >= More; value >>= GroupBits)
        {
            bytes[position++] = (byte)((value & (More - 1)) | More);
        }

        bytes[position++] = (byte)value;
    }

    /// <summary>
    /// Reads a value and advances the position; false when the bytes end early, exceed 64 bits, or use more groups than
    /// necessary, so that every value has one encoding.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int position, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && position < bytes.Length; shift += GroupBits)
        {
            var group = bytes[position++];
            value |= (group & (More - 1UL)) << shift;
            if (group < More)
            {
                return shift == 0 || (group > 0 && (value >> shift) == group);
            }
        }

        return false;
    }

    /// <summary>Writes a value of up to 128 bits in the same way.</summary>
    public static void WriteWide(Span<byte> bytes, ref int position, UInt128 value)
    {
        for (; value >= More; value >>= GroupBits)
        {
            bytes[position++] = (byte)((byte)(value & (More - 1)) | More);
        }

        bytes[position++] = (byte)value;
    }

    /// <summary>Reads a value of up to 128 bits in the same way.</summary>
    public static bool TryReadWide(ReadOnlySpan<byte> bytes, ref int position, out UInt128 value)
    {
        value = 0;
        for (var shift = 0; shift < 128 && position < bytes.Length; shift += GroupBits)
        {
            var group = bytes[position++];
            value |= (UInt128)(group & (More - 1U)) << shift;
            if (group < More)
            {
                return shift == 0 || (group > 0 && (value >> shift) == group);
            }
        }

        return false;
    }
}
