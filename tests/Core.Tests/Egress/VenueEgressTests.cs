using OrderBookSilo.Core.Egress;

namespace OrderBookSilo.Core.Tests.Egress;

public sealed class VenueEgressTests
{
    [Theory]
    [InlineData("binance", null, "binance")]
    [InlineData("binance", "10.0.0.1:3128", "binance via 10.0.0.1:3128")]
    [InlineData("coinbase", "[::1]:3128", "coinbase via [::1]:3128")]
    public void It_is_parsed_from_its_text(string venue, string? proxy, string text)
    {
        Assert.Equal(text, new VenueEgress(venue, proxy).ToString());
        Assert.Equal(new VenueEgress(venue, proxy), VenueEgress.Parse(text));
    }
}
