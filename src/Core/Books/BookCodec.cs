using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace OrderBookSilo.Core.Books;

/// <summary>
/// Encodes a book compactly: version, scales, flags, sequence, venue time, then each side's price differences and quantities,
/// all as variable-length integers, followed by a CRC-32C. Equal books have equal bytes. Version 2 is for books with a number
/// that needs more than 64 bits; all others have version 1, which every silo reads.
/// </summary>
public static partial class BookCodec
{
    private const byte Version = 1;
    private const byte WideVersion = 2;
    private const int HeaderLengthMax = 2 + 6 * Varint.LengthMax;
    private const int ChecksumLength = sizeof(uint);

    [Flags]
    private enum Flags : byte
    {
        None = 0,
        BidsWhole = 1,
        AsksWhole = 2,
        Sequence = 4,
        VenueTime = 8,
        All = 15,
    }

    public static byte[] Encode(OrderBook book)
    {
        var numberLengthMax = IsWide(book) ? Varint.WideLengthMax : Varint.LengthMax;
        var lengthMax = HeaderLengthMax + 2 * numberLengthMax * (book.Bids.Count + book.Asks.Count) + ChecksumLength;
        var buffer = ArrayPool<byte>.Shared.Rent(lengthMax);
        var length = WriteHeader(buffer, book);
        if (IsWide(book))
        {
            WriteWideLadder(buffer, ref length, book.Bids, direction: -1);
            WriteWideLadder(buffer, ref length, book.Asks, direction: +1);
        }
        else
        {
            WriteLadder(buffer, ref length, book.Bids, direction: -1);
            WriteLadder(buffer, ref length, book.Asks, direction: +1);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(length), Checksum(buffer.AsSpan(0, length)));
        var bytes = buffer.AsSpan(0, length + ChecksumLength).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return bytes;
    }

    private static int WriteHeader(Span<byte> buffer, OrderBook book)
    {
        var flags = (book.Bids.IsWhole ? Flags.BidsWhole : 0) | (book.Asks.IsWhole ? Flags.AsksWhole : 0)
            | (book.Sequence is null ? 0 : Flags.Sequence) | (book.VenueTime is null ? 0 : Flags.VenueTime);
        buffer[0] = IsWide(book) ? WideVersion : Version;
        buffer[1] = (byte)flags;
        var position = 2;
        Varint.Write(buffer, ref position, (ulong)book.PriceScale);
        Varint.Write(buffer, ref position, (ulong)book.QuantityScale);
        if (book.Sequence is { } sequence)
        {
            Varint.Write(buffer, ref position, unchecked((ulong)sequence));
        }

        if (book.VenueTime is { } time)
        {
            Varint.Write(buffer, ref position, (ulong)time.UtcTicks);
        }

        return position;
    }

    private static void WriteLadder(Span<byte> buffer, ref int position, Ladder ladder, int direction)
    {
        var prices = ladder.Prices.Words;
        Varint.Write(buffer, ref position, (ulong)prices.Length);
        for (var i = 0; i < prices.Length; i++)
        {
            // Prices are strictly ordered, so every difference is at least one; one less is written.
            var difference = i == 0 ? prices[0] : (prices[i] - prices[i - 1]) * direction;
            Varint.Write(buffer, ref position, (ulong)(difference - 1));
        }

        foreach (var quantity in ladder.Quantities.Words)
        {
            Varint.Write(buffer, ref position, (ulong)(quantity - 1));
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var checksum = uint.MaxValue;
        foreach (var word in words)
        {
            checksum = BitOperations.Crc32C(checksum, word);
        }

        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            checksum = BitOperations.Crc32C(checksum, rest);
        }

        return checksum;
    }
}
