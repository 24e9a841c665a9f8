using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Tests.Markets;

public sealed class MarketTests
{
    [Theory]
    [InlineData("coinbase:BTC-USD", "coinbase", "BTC-USD")]
    [InlineData("bitfinex:tAAVE:USD", "bitfinex", "tAAVE:USD")]
    [InlineData("kraken:XBT/USD", "kraken", "XBT/USD")]
    public void The_first_colon_separates_venue_and_product(string text, string venue, string product)
    {
        var market = Market.Parse(text);

        Assert.Equal((venue, product), (market.Venue, market.Product));
        Assert.Equal(text, market.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("coinbase")]
    [InlineData(":BTC-USD")]
    [InlineData("coinbase:")]
    [InlineData("Coinbase:BTC-USD")]
    [InlineData("coinbase:BTC USD")]
    [InlineData("coinbase:../../etc")]
    [InlineData("coinbase:BTC-USD\n")]
    [InlineData("coinbase:BTC%2DUSD")]
    [InlineData("coinbase:₿")]
    public void Text_that_cannot_be_a_market_is_rejected(string? text) => Assert.False(Market.TryParse(text, out _));

    [Fact]
    public void Names_are_bounded() =>
        Assert.False(Market.TryCreate("coinbase", new string('A', Market.ProductLengthMax + 1), out _));

    [Fact]
    public void The_nearest_names_are_found_across_spellings()
    {
        string[] products = ["BTC-USD", "BTC-USDT", "ETH-USD", "DOGE-EUR"];

        Assert.Equal("BTC-USD", Nearest.To("BTCUSD", products)[0]);
        Assert.Equal("BTC-USD", Nearest.To("btc-usdd", products)[0]);
        Assert.Equal("ETH-USD", Nearest.To("EHT-USD", products)[0]);
        Assert.Empty(Nearest.To("ZZZZZZZZZZ", products));
    }
}
