using System.Text;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Tests.Venues;

public sealed class RefusalTests
{
    private static readonly DateTimeOffset LongAfter = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(418, "Way too much request weight used; IP banned until 1573830060000. Please use WebSocket Streams.", null, 60)]
    [InlineData(418, "Way too much request weight used; IP banned until 1573830060000.", 5, 5)]
    [InlineData(418, "Way too much request weight used; IP banned until 1573830060000.", 90, 90)]
    [InlineData(429, "Way too many requests; IP banned until 1573830060000.", null, 60)]
    [InlineData(418, "IP banned until 9999999999999.", null, 3 * 24 * 3600)]
    [InlineData(418, "IP banned until 1573829999999.", null, null)]
    [InlineData(418, "IP banned until 1573830060.", null, null)]
    [InlineData(418, "IP banned until 15738300600001.", null, null)]
    [InlineData(418, "You are banned.", 7, 7)]
    public void The_end_of_a_ban_is_read_from_the_venues_words(int status, string words, int? header, int? seconds)
    {
        var receivedAt = DateTimeOffset.FromUnixTimeMilliseconds(1573830000000);
        var body = Encoding.UTF8.GetBytes($$"""{"code":-1003,"msg":"{{words}}"}""");

        var failure = VenueCatalog.Find("binance")!.ReadRefusal(status, header is { } asked ? TimeSpan.FromSeconds(asked) : null, receivedAt, body);

        Assert.Equal(seconds is { } length ? TimeSpan.FromSeconds(length) : null, failure.RetryAfter);
    }

    [Theory]
    [InlineData("coinbase", 404, """{"message":"NotFound"}""", FailureKind.UnknownProduct, "NotFound")]
    [InlineData("coinbase", 404, "<html><body><h1>404</h1></body></html>", FailureKind.Refused, "404")]
    [InlineData("coinbase", 429, """{"message":"Public rate limit exceeded"}""", FailureKind.RateLimited, "Public rate limit exceeded")]
    [InlineData("coinbase", 403, "", FailureKind.GeoBlocked, "HTTP 403 without a message")]
    [InlineData("coinbase", 503, "{}", FailureKind.ServerError, "{}")]
    [InlineData("coinbase", 400, """{"message":"Invalid level"}""", FailureKind.Refused, "Invalid level")]
    [InlineData("coinbase", 400, """{"errors":[{"id":"x","message":"Too many requests"}]}""", FailureKind.Refused, "Too many requests")]
    [InlineData("binance", 400, """{"code":-1121,"msg":"Invalid symbol."}""", FailureKind.UnknownProduct, "Invalid symbol. (-1121)")]
    [InlineData("binance", 429, """{"code":-1003,"msg":"Too much request weight used."}""", FailureKind.RateLimited, "Too much request weight used. (-1003)")]
    [InlineData("binance", 418, """{"code":-1003,"msg":"IP banned until 1660090423228."}""", FailureKind.Banned, "IP banned until 1660090423228. (-1003)")]
    [InlineData("binance", 451, """{"code":0,"msg":"Service unavailable from a restricted location"}""", FailureKind.GeoBlocked, "Service unavailable from a restricted location (0)")]
    [InlineData("binance", 403, "<html><head><title>ERROR</title><script>x()</script></head><body>Request blocked.</body></html>", FailureKind.GeoBlocked, "ERROR Request blocked.")]
    [InlineData("binance", 504, """{"code":-1007,"msg":"Timeout waiting for response."}""", FailureKind.VenueBusy, "Timeout waiting for response. (-1007)")]
    [InlineData("binance", 500, "", FailureKind.ServerError, "HTTP 500 without a message")]
    [InlineData("binance", 400, """{"code":-1100,"msg":"Illegal characters"}""", FailureKind.Refused, "Illegal characters (-1100)")]
    public void A_refusal_has_the_right_kind_and_the_venues_message(string venue, int status, string body, FailureKind kind, string words)
    {
        var failure = VenueCatalog.Find(venue)!.ReadRefusal(status, TimeSpan.FromSeconds(7), LongAfter, Encoding.UTF8.GetBytes(body));
        Assert.Equal(new PullFailure(kind, words, status, TimeSpan.FromSeconds(7)), failure);
    }

    [Fact]
    public void A_refusal_with_any_bytes_does_not_throw_and_is_short()
    {
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var body = new byte[random.Next(0, 3_000)];
            random.NextBytes(body);
            foreach (var venue in VenueCatalog.All)
            {
                var failure = venue.ReadRefusal(500, null, LongAfter, body);
                Assert.InRange(failure.Message.Length, 1, PullFailure.MessageLengthMax);
                Assert.NotNull(venue.ParseBook(body).Failure);
                Assert.NotNull(venue.ParseListing(body).Failure);
            }
        }
    }

    [Fact]
    public void A_product_is_escaped_in_its_request()
    {
        Assert.Equal("/products/a%2Fb%3F/book?level=2", VenueCatalog.Find("coinbase")!.BookRequest("a/b?").PathAndQuery);
        Assert.Equal("/api/v3/depth?symbol=A%26B&limit=5000", VenueCatalog.Find("binance")!.BookRequest("A&B").PathAndQuery);
    }
}
