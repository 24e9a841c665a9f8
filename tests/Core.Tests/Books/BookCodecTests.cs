using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Tests.Costs;
using OrderBookSilo.Core.Tests.Venues;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Support;

namespace OrderBookSilo.Core.Tests.Books;

public sealed class BookCodecTests
{
    [Fact]
    public void Any_book_survives_encoding_and_decoding()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            AssertRoundTrip(RandomBook.Create(seed).Book);
        }
    }

    [Fact]
    public void Sequence_time_and_complete_sides_survive_encoding()
    {
        var book = VenueCatalog.Find("coinbase")!.ParseBook(BookText.Coinbase("[\"10\",\"1\",1]", "[\"11.25\",\"0.5\",3]", $"\"sequence\":{long.MaxValue}")).Value;
        AssertRoundTrip(book);
        Assert.Equal(long.MaxValue, book.Sequence);
        AssertRoundTrip(BookOf.Text("9223372036854775806 1", "9223372036854775807 0.000000000000000001"));
        AssertRoundTrip(BookOf.Text("9223372036854775807 0.1", "9223372036854775808 0.1"));
        AssertRoundTrip(BookOf.Text("", "1 9999999999999999998.99999999"));
        AssertRoundTrip(BookOf.Text("5 1, 4 1, 1 1", "6 1, 7 1", isWhole: false));
    }

    [Fact]
    public void Any_damaged_byte_is_detected_without_an_exception()
    {
        var bytes = BookCodec.Encode(RandomBook.Create(7).Book);
        for (var at = 0; at < bytes.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. bytes];
                damaged[at] ^= (byte)(1 << bit);
                Assert.False(BookCodec.TryDecode(damaged, out _));
            }

            Assert.False(BookCodec.TryDecode(bytes.AsSpan(0, at), out _));
        }

        Assert.False(BookCodec.TryDecode([.. bytes, 0], out _));
    }

    [Fact]
    public void Bytes_with_a_valid_checksum_that_are_not_a_book_are_rejected()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var content = new byte[random.Next(2, 40)];
            random.NextBytes(content);
            content[0] = (byte)random.Next(1, 3);
            content[1] &= 15;
            if (BookCodec.TryDecode(WithChecksum(content), out var book))
            {
                AssertRoundTrip(book!);
            }
        }
    }

    /// <summary>
    /// Version, flags, scales 0, no bid, one ask of price 2 and quantity 1; and the same with a number encoded in more bytes
    /// than necessary.
    /// </summary>
    [Theory]
    [InlineData("01030000000101" + "00", true)]
    [InlineData("01030000000181" + "0000", false)]
    [InlineData("0103800000000101" + "00", false)]
    [InlineData("01030000000181808080808080808000" + "00", false)]
    [InlineData("010300000001FFFFFFFFFFFFFFFFFF7F" + "00", false)]
    [InlineData("02030000000101" + "00", false)]
    [InlineData("020300000001" + "01" + "FFFFFFFFFFFFFFFFFF00", false)]
    [InlineData("020300000001" + "00" + "FFFFFFFFFFFFFFFF7F", true)]
    [InlineData("020300000001" + "00" + "FEFFFFFFFFFFFFFF7F", false)]
    [InlineData("020300000001" + "00" + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", false)]
    public void A_number_has_only_one_encoding(string content, bool isBook)
    {
        var bytes = WithChecksum(Convert.FromHexString(content));
        Assert.Equal(isBook, BookCodec.TryDecode(bytes, out var book));
        Assert.True(!isBook || BookCodec.Encode(book!).AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public void Recorded_books_take_at_most_five_and_a_half_bytes_per_level()
    {
        Fixtures.Require();
        AssertCompact("coinbase", "derived/coinbase_exchange_level2_BTC-USD_20260809.json");
        AssertCompact("binance", "binance/rest_depth_FTMUSDT_limit5000_20210814.json");
    }

    private static void AssertCompact(string venue, string path)
    {
        var book = VenueCatalog.Find(venue)!.ParseBook(Fixtures.Read(path)).Value;
        AssertRoundTrip(book);
        Assert.InRange(BookCodec.Encode(book).Length / (double)(book.Bids.Count + book.Asks.Count), 0, 5.5);
    }

    private static void AssertRoundTrip(OrderBook book)
    {
        Assert.True(BookCodec.TryDecode(BookCodec.Encode(book), out var back));
        Assert.Equal((book.PriceScale, book.QuantityScale, book.Sequence, book.VenueTime), (back!.PriceScale, back.QuantityScale, back.Sequence, back.VenueTime));
        foreach (var (one, other) in new[] { (book.Bids, back.Bids), (book.Asks, back.Asks) })
        {
            Assert.Equal(one.IsWhole, other.IsWhole);
            Assert.True(one.Prices.SequenceEqual(other.Prices));
            Assert.True(one.Quantities.SequenceEqual(other.Quantities));
        }
    }

    /// <summary>CRC-32C, bit by bit.</summary>
    private static byte[] WithChecksum(byte[] content)
    {
        var checksum = uint.MaxValue;
        foreach (var value in content)
        {
            checksum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                checksum = (checksum & 1) == 1 ? (checksum >> 1) ^ 0x82F63B78 : checksum >> 1;
            }
        }

        return [.. content, .. BitConverter.GetBytes(checksum)];
    }
}
