using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrderBookSilo.EndToEnd.Tests.Access;

/// <summary>How the silo treats callers that call too often, too slowly or with invalid requests.</summary>
public sealed class LimitTests(GuardedSilo silo) : IClassFixture<GuardedSilo>
{
    [Fact]
    public async Task Only_the_caller_that_calls_too_often_is_refused()
    {
        var (greedy, modest) = (await silo.NewKeyAsync("greedy", "read"), await silo.NewKeyAsync("modest", "read"));
        using var client = silo.Outside(greedy);

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < GuardedSilo.Burst * 3 && !answers.Exists(answer => answer.StatusCode == HttpStatusCode.TooManyRequests); i++)
        {
            answers.Add(await client.GetAsync("/api/venues"));
        }

        Assert.True(answers.Count > GuardedSilo.Burst);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1].StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), answers[^1].Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, await silo.AskAsync(modest, HttpMethod.Get, "/api/venues"));
        Assert.Equal(HttpStatusCode.OK, (await silo.Process.Http.GetAsync("/api/venues")).StatusCode);
    }

    [Fact]
    public async Task An_unfinished_request_head_times_out()
    {
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, new Uri(silo.Process.Url).Port);
        await slow.GetStream().WriteAsync("GET /api/venues HTTP/1.1\r\nHost: localhost\r\nX-A: "u8.ToArray());

        var answer = await new StreamReader(slow.GetStream()).ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(8));

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/venues?x={5000} HTTP/1.1\r\nHost: localhost\r\n\r\n", 414)]
    [InlineData("GET /api/venues HTTP/1.1\r\nHost: localhost\r\nX-A: {20000}\r\n\r\n", 431)]
    [InlineData("GET /api/venues HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403)]
    [InlineData("GET /api/venues HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("NONSENSE\r\n\r\n", 400)]
    [InlineData("PUT /api/archive/dumps?path=2023-03-20/coinbase/BTC-USD/1.json HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400)]
    [InlineData("PUT /api/archive/dumps?path=2023-03-20/coinbase/BTC-USD/1.json HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcdefgh\r\n", 400)]
    [InlineData("PUT /api/archive/dumps?path=2023-03-20/coinbase/BTC-USD/1.json HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", 400)]
    public async Task An_invalid_request_gets_its_status(string request, int status)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(silo.Process.Url).Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Filled(request)));

        var line = await new StreamReader(client.GetStream()).ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(8));

        Assert.StartsWith($"HTTP/1.1 {status}", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/markets?limit=0")]
    [InlineData("/api/markets?limit=1e3")]
    [InlineData("/api/markets?limit=1&limit=2")]
    [InlineData("/api/markets?venu=coinbase")]
    [InlineData("/api/markets/coinbase/BTC-USD?x=1")]
    [InlineData("/api/markets/coinbase/BTC-USD/book?depth=-1")]
    [InlineData("/api/markets/coinbase/BTC-USD/book?depth=99999999999999999999")]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=buy&amount=NaN")]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=buy&amount=1e9")]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=buy&amount=1&maxAge=-1")]
    [InlineData("/api/markets/coinbase/BTC-USD/history?from=yesterday")]
    [InlineData("/api/markets/coinbase/BTC-USD/metrics?x=1")]
    [InlineData("/api/best?asset=BTC%00&side=buy&amount=1")]
    [InlineData("/api/best?asset=BTC&side=hold&amount=1")]
    [InlineData("/api/pairs/BTC/USD?x=1")]
    [InlineData("/api/gaps?from=2026-01-02&to=2026-01-01")]
    [InlineData("/api/gaps?from=0001-01-01&to=9999-12-31T23:59:59Z")]
    [InlineData("/api/archive/days?from=9999-12-30&to=9999-12-31T23:00:00Z")]
    [InlineData("/api/archive/days?from=2026-11-22&to=2026-11-23&after=coinbase:BTC-USD@9999-12-31")]
    [InlineData("/api/archive/books?market=coinbase:BTC-USD&date=9999-12-31")]
    [InlineData("/api/archive/books?market=coinbase:BTC-USD&date=0001-01-01")]
    [InlineData("/api/audit/log?limit=0")]
    [InlineData("/api/venues?x=1")]
    [InlineData("/api/venues/coinbase/products?search={200}")]
    [InlineData("/api/catalogue?field={200}")]
    [InlineData("/api/keys?x=1")]
    [InlineData("/api/markets/coinbase/%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [InlineData("/api/markets/coinbase/BTC'%3B%20DROP%20TABLE%20fact_book")]
    public async Task Every_parameter_is_typed_and_bounded_and_an_unknown_one_refused(string path)
    {
        using var answer = await silo.Process.Http.GetAsync(Filled(path));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/api/venues")]
    [InlineData("/api/nothing")]
    [InlineData("/health/live")]
    public async Task Every_answer_has_its_security_headers_and_no_banner(string path)
    {
        using var client = silo.Outside(GuardedSilo.ConfiguredKey);
        using var answer = await client.GetAsync(path);

        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.StartsWith("max-age=", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    // {n} stands for n letters.
    private static string Filled(string text) => System.Text.RegularExpressions.Regex.Replace(
        text, @"\{(\d+)\}", match => new string('a', int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
}
