using OrderBookSilo.Io.Http;

namespace OrderBookSilo.Io.Tests.Http;

public class FetchOptionsTests
{
    [Theory]
    [InlineData("ftp://host", null, "Venues:kraken:BaseAddress")]
    [InlineData("http://host/?key=1", null, "Venues:kraken:BaseAddress")]
    [InlineData(null, -1, "Venues:kraken:Budget")]
    public void An_invalid_option_is_rejected_with_its_key(string? address, int? budget, string key)
    {
        var options = new VenueFetchOptions { BaseAddress = address is null ? null : new Uri(address), Budget = budget };

        Assert.StartsWith(key, options.FindProblem("kraken"), StringComparison.Ordinal);
    }

    [Fact]
    public void Valid_options_have_no_problem() =>
        Assert.Null(new VenueFetchOptions { BaseAddress = new Uri("http://127.0.0.1:80/kraken"), Budget = 0 }.FindProblem("kraken"));
}
