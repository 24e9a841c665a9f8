using System.Text;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Tests.Venues;

public sealed class BookDefectTests
{
    private static readonly IVenue Coinbase = VenueCatalog.Find("coinbase")!;
    private static readonly IVenue Binance = VenueCatalog.Find("binance")!;

    [Theory]
    [InlineData("""["10","0",1]""", """["11","1",1]""", FailureKind.NotPositive, "bid level 1: price 10 has quantity 0")]
    [InlineData("""["10","1",1],["-9","1",1]""", "", FailureKind.NotPositive, "bid level 2: price -9")]
    [InlineData("""["0.00","1",1]""", "", FailureKind.NotPositive, "bid level 1: price 0")]
    [InlineData("""["11","1",1]""", """["11","1",1]""", FailureKind.Crossed, "best bid 11 is not below best ask 11")]
    [InlineData("""["9","1",1],["10","1",1]""", "", FailureKind.Unsorted, "bid level 2: price 10 after 9")]
    [InlineData("", """["9","1",1],["9.0","2",1]""", FailureKind.DuplicatePrice, "ask level 2: price 9 occurs twice")]
    [InlineData("", """["9","1","a-order-id"],["9","2","b-order-id"]""", FailureKind.DuplicatePrice, "occurs twice")]
    [InlineData("", "", FailureKind.Empty, "both sides")]
    [InlineData("""["ten","1",1]""", "", FailureKind.BadNumber, "bid level 1: 'ten' is not a number")]
    [InlineData("""["+1","1",1]""", "", FailureKind.BadNumber, "'+1'")]
    [InlineData("""[" 1","1",1]""", "", FailureKind.BadNumber, "' 1'")]
    [InlineData("""["1","NaN",1]""", "", FailureKind.BadNumber, "'NaN'")]
    [InlineData("""["1","",1]""", "", FailureKind.BadNumber, "''")]
    [InlineData("""["1.","1",1]""", "", FailureKind.BadNumber, "'1.'")]
    [InlineData("""[".5","1",1]""", "", FailureKind.BadNumber, "'.5'")]
    [InlineData("""["1,5","1",1]""", "", FailureKind.BadNumber, "'1,5'")]
    [InlineData("""["1e99999","1",1]""", "", FailureKind.BadNumber, "'1e99999'")]
    [InlineData("""["1e999","1",1]""", "", FailureKind.OutOfRange, "'1e999'")]
    [InlineData("""["170141183460469231731687303715884105728","1",1]""", "", FailureKind.OutOfRange, "'170141183460469231731687303715884105728'")]
    [InlineData("""["1","0.0000000000000000001",1]""", "", FailureKind.OutOfRange, "'0.0000000000000000001'")]
    [InlineData("""["170141183460469231731687303715884105727","1",1],["0.1","1",1]""", "", FailureKind.OutOfRange, "bid level 2")]
    [InlineData("""["9223372036854775807","9223372036854775807",1]""", "", FailureKind.OutOfRange, "10^19 or more")]
    [InlineData("""["10000000000000000000","0.0000001",1]""", "", FailureKind.OutOfRange, "10^19 or more")]
    [InlineData("""["0.00000000000001","100000",1]""", """["1","0.000000000000001",1]""", FailureKind.OutOfRange, "decimals")]
    [InlineData("""["10"]""", "", FailureKind.WrongShape, "bid level 1")]
    [InlineData("""["10",null,1]""", "", FailureKind.WrongShape, "bid level 1")]
    [InlineData("""{"price":"10"}""", "", FailureKind.WrongShape, "bid level 1 is a JSON StartObject")]
    [InlineData("""["10",[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]],1]""", "", FailureKind.WrongShape, "bid level 1")]
    [InlineData("""["10","1",[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]""", "", FailureKind.NotJson, "at byte")]
    public void A_defect_of_the_levels_is_reported(string bids, string asks, FailureKind kind, string words)
    {
        var failure = Coinbase.ParseBook(BookText.Coinbase(bids, asks)).Failure!;
        Assert.Equal(kind, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(RetryClass.DefectiveData, failure.RetryClass);
    }

    [Theory]
    [InlineData("""{"message":"NotFound"}""", FailureKind.UnknownProduct, "NotFound")]
    [InlineData("""{"message":"Public rate limit exceeded"}""", FailureKind.RateLimited, "Public rate limit exceeded")]
    [InlineData("""{"message":"Closed for the day"}""", FailureKind.Refused, "Closed for the day")]
    [InlineData("<html><head><title>503</title></head><body>Back soon</body></html>", FailureKind.NotJson, "503 Back soon")]
    [InlineData("", FailureKind.NotJson, "at byte 0 of 0")]
    [InlineData("upstream error", FailureKind.NotJson, "at byte 0")]
    [InlineData("null", FailureKind.WrongShape, "a JSON Null")]
    [InlineData("[]", FailureKind.WrongShape, "StartArray")]
    [InlineData("{}", FailureKind.WrongShape, "without bids or asks")]
    [InlineData("""{"bids":[]}""", FailureKind.WrongShape, "without bids or asks")]
    [InlineData("""{"bids":null,"asks":[]}""", FailureKind.WrongShape, "the bids are a JSON Null")]
    [InlineData("""{"bids":[],"bids":[],"asks":[["1","1"]]}""", FailureKind.WrongShape, "Bids occurs twice")]
    [InlineData("""{"bids":[],"asks":[["1","1"]]} {}""", FailureKind.NotJson, "at byte")]
    [InlineData("""{"bids":[],"asks":[["1","1"]],"auction_mode":"yes"}""", FailureKind.WrongShape, "auction_mode")]
    [InlineData("""{"bids":[["9","1"]],"asks":[["8","1"]],"auction_mode":true}""", FailureKind.Auction, "auction mode")]
    public void A_body_that_is_not_a_coinbase_book_is_described(string body, FailureKind kind, string words)
    {
        var failure = Coinbase.ParseBook(Encoding.UTF8.GetBytes(body)).Failure!;
        Assert.Equal(kind, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"code":-1121,"msg":"Invalid symbol."}""", FailureKind.UnknownProduct, "Invalid symbol. (-1121)")]
    [InlineData("""{"code":-1003,"msg":"Too much request weight used."}""", FailureKind.RateLimited, "Too much request weight used. (-1003)")]
    [InlineData("""{"code":-1008,"msg":"Server is busy"}""", FailureKind.VenueBusy, "Server is busy (-1008)")]
    [InlineData("""{"code":-1,"msg":"?"}""", FailureKind.Refused, "? (-1)")]
    public void A_binance_error_in_a_successful_response_is_reported_as_the_error(string body, FailureKind kind, string words)
    {
        var failure = Binance.ParseBook(Encoding.UTF8.GetBytes(body)).Failure!;
        Assert.Equal((kind, words), (failure.Kind, failure.Message));
    }

    [Fact]
    public void A_book_may_have_one_empty_side()
    {
        var book = Coinbase.ParseBook(BookText.Coinbase("", """["11","1",1]""")).Value;
        Assert.Null(book.BestBid);
        Assert.Null(book.Mid);
        Assert.Equal(11, book.BestAsk);
    }

    [Fact]
    public void A_side_with_more_levels_than_the_limit_is_rejected_and_one_at_the_limit_is_accepted()
    {
        var levels = Enumerable.Range(1, OrderBook.LevelsMax + 1).Select(i => $"[\"{i}\",\"1\",1]").ToList();
        Assert.Equal(FailureKind.TooManyLevels, Coinbase.ParseBook(BookText.Coinbase("", string.Join(',', levels))).Failure?.Kind);
        Assert.Equal(OrderBook.LevelsMax, Coinbase.ParseBook(BookText.Coinbase("", string.Join(',', levels.SkipLast(1)))).Value.Asks.Count);
    }

    [Fact]
    public void A_book_is_whole_only_where_its_venue_promises_it_however_few_levels_it_sends()
    {
        foreach (var count in (int[])[1, 1_000, 4_999, 5_000])
        {
            string Side(int direction) => string.Join(',', Enumerable.Range(1, count).Select(i => $"[\"{10_000 + direction * i}\",\"1\"]"));
            var few = Binance.ParseBook(BookText.Binance(Side(-1), Side(+1))).Value;
            Assert.Equal((false, false, false), (few.Bids.IsWhole, few.Asks.IsWhole, few.DepthComplete));
            Assert.True(Coinbase.ParseBook(BookText.Coinbase(Side(-1), Side(+1))).Value.DepthComplete);
        }
    }

    [Theory]
    [InlineData(50, 7)]
    [InlineData(49, 50)]
    public void A_book_of_coinbase_with_as_many_levels_as_it_once_sent_at_most_is_not_known_to_be_whole(int bids, int asks)
    {
        string Side(int direction, int count) => string.Join(',', Enumerable.Range(1, count).Select(i => $"[\"{10_000 + direction * i}\",\"1\",1]"));
        var book = Coinbase.ParseBook(BookText.Coinbase(Side(-1, bids), Side(+1, asks))).Value;
        Assert.Equal((false, false, false), (book.Bids.IsWhole, book.Asks.IsWhole, book.DepthComplete));
        Assert.True(Coinbase.ParseBook(BookText.Coinbase(Side(-1, 51), Side(+1, 51))).Value.DepthComplete);
    }

    [Theory]
    [InlineData("\"sequence\":114340891054", 114340891054L)]
    [InlineData("\"sequence\":99999999999999999999", null)]
    [InlineData("\"sequence\":\"13\"", null)]
    [InlineData("\"auction\":null", null)]
    public void A_sequence_is_read_if_it_is_a_number_that_fits(string tail, long? sequence) =>
        Assert.Equal(sequence, Coinbase.ParseBook(BookText.Coinbase("", """["11","1",1]""", tail)).Value.Sequence);

    [Theory]
    [InlineData("2026-08-09T21:05:48.483587501Z", "2026-08-09T21:05:48.4835875+00:00")]
    [InlineData("2026-08-09T21:05:48Z", "2026-08-09T21:05:48.0000000+00:00")]
    [InlineData("2026-08-09T23:05:48.5+02:00", "2026-08-09T21:05:48.5000000+00:00")]
    [InlineData("2026-08-09T21:05:48.483587501", null)]
    [InlineData("2026-08-09T21:05:48.4835875x1Z", null)]
    [InlineData("2026-08-09T21:05:48.Z", null)]
    [InlineData("2026-08-09T21:05:48.5+2:00", null)]
    [InlineData("2026-08-09T21:05:48.5+0200", null)]
    [InlineData("2026-08-09T21:05:48.5+02", null)]
    [InlineData("2026-08-09", null)]
    [InlineData("soon", null)]
    public void The_venues_time_is_read_to_100_ns_and_never_guessed(string text, string? expected)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"bids":[],"asks":[["1","1"]],"time":"{{text}}"}""");
        Assert.Equal(expected, Coinbase.ParseBook(body).Value.VenueTime?.ToString("O"));
    }
}
