namespace OrderBookSilo.Core.Books;

/// <summary>Unsigned integers in groups of seven bits, lowest first; the high bit of a byte says that another follows.</summary>
internal static class Varint
{
    /// <summary>Bytes that 64 bits may take.</summary>
    public const int LengthMax = 10;

    private const int GroupBits = 7;
    private const byte More = 0x80;

    /// <summary>Writes a value and moves the position behind it; the span has room.</summary>
    public static void Write(Span<byte> bytes, ref int position, ulong value)
    {
        for (; value >= More; value >>= GroupBits)
        {
            bytes[position++] = (byte)((value & (More - 1)) | More);
        }

        bytes[position++] = (byte)value;
    }

    /// <summary>
    /// Reads a value and moves the position behind it; false when the bytes end, hold more than 64 bits, or more groups than the value
    /// needs: one value has one spelling.
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
}
