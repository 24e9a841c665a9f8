using System.Text;
using FsCheck;
using FsCheck.Xunit;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Tests.Books;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Tests.Venues;

public sealed class BookSpellingTests
{
    private static readonly IVenue Coinbase = VenueCatalog.Find("coinbase")!;
    private static readonly IVenue Binance = VenueCatalog.Find("binance")!;

    [Property(MaxTest = 3_000)]
    public void Any_book_is_the_same_with_and_without_white_space(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var isCoinbase = random.Next(2) == 0;
        var body = BookText.Random(random, isCoinbase);
        AssertSame(isCoinbase ? Coinbase : Binance, body, BookText.Spaced(body));
    }

    [Property(MaxTest = 5_000)]
    public void Any_damaged_body_has_the_same_result_with_and_without_white_space_and_never_throws(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var isCoinbase = random.Next(2) == 0;
        var body = Damage(random, BookText.Random(random, isCoinbase));
        AssertSame(isCoinbase ? Coinbase : Binance, body, BookText.Spaced(body));
    }

    [Fact]
    public void Single_orders_with_ids_are_aggregated_to_one_level_per_price()
    {
        const string first = "\"d50ec984-77a8-460a-b958-66f114b0de9b\"";
        const string second = "\"8a3f6b0e-0d3e-4a6e-9f5c-3f0a1c9d7e21\"";
        var body = BookText.Coinbase($"[\"10\",\"1\",{first}],[\"9\",\"3\",{first}],[\"10.0\",\"0.5\",{second}]", $"[\"11\",\"2\",{first}],[\"11\",\"0.00000001\",{second}]");

        var book = Coinbase.ParseBook(body).Value;

        Assert.Equal("10 1.5, 9 3", BookOf.Show(book, book.Bids));
        Assert.Equal("11 2.00000001", BookOf.Show(book, book.Asks));
        Assert.True(book.DepthComplete);
    }

    [Theory]
    [InlineData("[\"10\",\"1\",1],[\"10\",\"0.5\",1]")]
    [InlineData("[\"10\",\"1\",\"2\"],[\"10\",\"0.5\",\"1\"]")]
    [InlineData("[\"10\",\"1\",\"d50ec984-77a8-460a-b958-66f114b0de9b\"],[\"10\",\"0.5\",1]")]
    public void A_price_may_repeat_only_if_every_entry_is_an_order(string bids) =>
        Assert.Equal("DuplicatePrice", Coinbase.ParseBook(BookText.Coinbase(bids, "[\"11\",\"2\",1]")).Failure?.Kind.ToString());

    [Fact]
    public void A_body_truncated_anywhere_is_not_a_book_and_does_not_throw()
    {
        var body = BookText.Coinbase("[\"10\",\"1\",1],[\"9.5\",\"2\",12]", "[\"11.25\",\"0.5\",3]");
        for (var length = 0; length < body.Length; length++)
        {
            Assert.Equal("NotJson", Coinbase.ParseBook(body.AsSpan(0, length)).Failure?.Kind.ToString());
        }

        Assert.Null(Coinbase.ParseBook(body).Failure);
    }

    [Theory]
    [InlineData("""{"asks":[["11.50","2.000"]],"lastUpdateId":7,"bids":[["10.0","1"]]}""")]
    [InlineData("""{ "bids" : [ [ "10" , "1" ] ] , "lastUpdateId" : 7 , "asks" : [ [ "11.5" , "2" ] ] }""")]
    [InlineData("""{"lastUpdateId":7,"bids":[[10,1]],"asks":[[11.5,2.0]]}""")]
    [InlineData("""{"lastUpdateId":7,"bids":[[1e1,0.1E+1]],"asks":[["115e-1",200E-2]]}""")]
    [InlineData("""{"lastUpdateId":7,"b\u0069ds":[["\u0031\u0030","1"]],"asks":[["11.5","2"]]}""")]
    [InlineData("""{"lastUpdateId":7,"bids":[["10","1",[],{"a":[1]}]],"asks":[["11.5","2",null]],"more":{"bids":[1]},"E":1}""")]
    [InlineData("""{"lastUpdateId":7,"bids":[["0010","01"]],"asks":[["11.5000000000000000000000","2"]]}""")]
    public void The_same_book_in_another_spelling_is_the_same_book(string body)
    {
        var book = Binance.ParseBook(Encoding.UTF8.GetBytes(body)).Value;
        Assert.Equal("10 1", BookOf.Show(book, book.Bids));
        Assert.Equal("11.5 2", BookOf.Show(book, book.Asks));
        Assert.Equal((1, 0, 7L), (book.PriceScale, book.QuantityScale, book.Sequence));
    }

    [Fact]
    public void Levels_with_more_than_eight_digits_are_read_among_compact_ones()
    {
        var levels = string.Join(',', Enumerable.Range(1, 40).Select(i => $"[\"{i}\",\"1\",1]"));
        var body = BookText.Coinbase("", $"{levels},[\"138991023.41\",\"0.00000238\",1],[\"138991024\",\"0.123456789\",1],{levels.Replace("[\"", "[\"9000000000", StringComparison.Ordinal)}");
        var book = Coinbase.ParseBook(body).Value;
        Assert.Equal(82, book.Asks.Count);
        Assert.Equal((2, 9), (book.PriceScale, book.QuantityScale));
        Assert.Equal("138991023.41 0.00000238", $"{book.LevelOf(book.Asks, 40).Price} {book.LevelOf(book.Asks, 40).Quantity}");
        Assert.Equal("900000000040", book.LevelOf(book.Asks, 81).Price.ToString());
    }

    [Fact]
    public void Numbers_as_long_as_Int64_are_read_exactly_after_a_compact_start()
    {
        var levels = string.Join(',', Enumerable.Range(1, 40).Select(i => $"[\"{i}\",\"1\",1]"));
        var book = Coinbase.ParseBook(BookText.Coinbase("", $"{levels},[\"9223372036854775807\",\"1\",1]")).Value;
        Assert.Equal((Int128)long.MaxValue, book.Asks.Prices[^1]);
        Assert.Equal(0, book.PriceScale);
    }

    private static byte[] Damage(Random random, byte[] body)
    {
        const string likely = "[]{}\",.:0123456789eE+- \\u\n\0é";
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(body.Length);
            body = random.Next(3) switch
            {
                0 => [.. body.AsSpan(0, at), .. body.AsSpan(at + 1)],
                1 => [.. body.AsSpan(0, at), (byte)likely[random.Next(likely.Length)], .. body.AsSpan(at)],
                _ => [.. body.AsSpan(0, at), random.Next(2) == 0 ? (byte)random.Next(256) : (byte)likely[random.Next(likely.Length)], .. body.AsSpan(at + 1)],
            };
        }

        return body;
    }

    private static void AssertSame(IVenue venue, byte[] compact, byte[] spaced)
    {
        var one = venue.ParseBook(compact);
        var other = venue.ParseBook(spaced);
        Assert.True(other.Failure?.Kind == one.Failure?.Kind, $"{one.Failure} against {other.Failure} of {Encoding.Latin1.GetString(compact)}");
        if (one.Failure is null)
        {
            Assert.Equal(BookCodec.Encode(other.Value), BookCodec.Encode(one.Value));
        }
    }
}
