using System.Buffers.Binary;

namespace OrderBookSilo.Core.Books;

/// <summary>Decoding: any bytes yield either a valid book or nothing.</summary>
public static partial class BookCodec
{
    /// <summary>Decodes and validates a book; false when the bytes are damaged or of an unknown version. Never throws.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out OrderBook? book)
    {
        book = null;
        if (bytes.Length < 2 + ChecksumLength || bytes[0] is not (Version or WideVersion))
        {
            return false;
        }

        var content = bytes[..^ChecksumLength];
        return Checksum(content) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[^ChecksumLength..]) && TryReadBook(content, out book);
    }

    private static bool TryReadBook(ReadOnlySpan<byte> content, out OrderBook? book)
    {
        book = null;
        var isWide = content[0] == WideVersion;
        var flags = (Flags)content[1];
        var position = 2;
        ulong sequence = 0;
        ulong ticks = 0;
        if ((flags & ~Flags.All) != 0
            || !Varint.TryRead(content, ref position, out var priceScale) || priceScale > OrderBook.ScaleMax
            || !Varint.TryRead(content, ref position, out var quantityScale) || quantityScale > OrderBook.ScaleMax
            || (flags.HasFlag(Flags.Sequence) && !Varint.TryRead(content, ref position, out sequence))
            || (flags.HasFlag(Flags.VenueTime) && !Varint.TryRead(content, ref position, out ticks))
            || ticks > (ulong)DateTimeOffset.MaxValue.UtcTicks
            || !TryReadLadder(content, ref position, direction: -1, isWide, flags.HasFlag(Flags.BidsWhole), out var bids)
            || !TryReadLadder(content, ref position, direction: +1, isWide, flags.HasFlag(Flags.AsksWhole), out var asks)
            || isWide != (bids!.IsWide || asks!.IsWide)
            || position != content.Length)
        {
            return false;
        }

        book = OrderBook.Restore(
            bids!,
            asks!,
            (int)priceScale,
            (int)quantityScale,
            flags.HasFlag(Flags.Sequence) ? unchecked((long)sequence) : null,
            flags.HasFlag(Flags.VenueTime) ? new DateTimeOffset((long)ticks, TimeSpan.Zero) : null);
        return book is not null;
    }

    private static bool TryReadLadder(ReadOnlySpan<byte> content, ref int position, int direction, bool isWide, bool isWhole, out Ladder? ladder)
    {
        ladder = null;

        // A level takes at least two bytes, so a damaged count cannot cause an allocation larger than the input justifies.
        if (!Varint.TryRead(content, ref position, out var count) || count > OrderBook.LevelsMax || count * 2 > (ulong)(content.Length - position))
        {
            return false;
        }

        if (isWide)
        {
            ladder = ReadWideLadder(content, ref position, direction, (int)count, isWhole);
            return ladder is not null;
        }

        var prices = GC.AllocateUninitializedArray<long>((int)count);
        var quantities = GC.AllocateUninitializedArray<long>((int)count);
        if (!TryReadPrices(content, ref position, direction, prices) || !TryReadQuantities(content, ref position, quantities))
        {
            return false;
        }

        ladder = new Ladder(prices, quantities, prices.Length, isWhole);
        return true;
    }

    private static bool TryReadPrices(ReadOnlySpan<byte> content, ref int position, int direction, Span<long> prices)
    {
        long price = 0;
        for (var i = 0; i < prices.Length; i++)
        {
            if (!TryReadPositive(content, ref position, out var difference))
            {
                return false;
            }

            // A sum beyond Int64 wraps to a negative number, which the later checks reject.
            price = unchecked(i == 0 ? difference : price + difference * direction);
            if (price <= 0)
            {
                return false;
            }

            prices[i] = price;
        }

        return true;
    }

    private static bool TryReadQuantities(ReadOnlySpan<byte> content, ref int position, Span<long> quantities)
    {
        for (var i = 0; i < quantities.Length; i++)
        {
            if (!TryReadPositive(content, ref position, out quantities[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadPositive(ReadOnlySpan<byte> content, ref int position, out long value)
    {
        var isRead = Varint.TryRead(content, ref position, out var lessOne) && lessOne < long.MaxValue;
        value = isRead ? (long)lessOne + 1 : 0;
        return isRead;
    }
}
