using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Tests.Markets;

public sealed class MarketTests
{
    [Theory]
    [InlineData("coinbase:BTC-USD", "coinbase", "BTC-USD")]
    [InlineData("bitfinex:tAAVE:USD", "bitfinex", "tAAVE:USD")]
    [InlineData("kraken:XBT/USD", "kraken", "XBT/USD")]
    [InlineData("binance:币安人生USDT", "binance", "币安人生USDT")]
    [InlineData("binance:ÉTÉ-1", "binance", "ÉTÉ-1")]
    [InlineData("coinbase:₿", "coinbase", "₿")]
    [InlineData("coinbase:$WIF'\"&?#=", "coinbase", "$WIF'\"&?#=")]
    [InlineData("coinbase:🚀-USD", "coinbase", "🚀-USD")]
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
    [InlineData("coinbase:BTC,ETH")]
    [InlineData("coinbase:-USD")]
    [InlineData("coinbase:BTC\u0000USD")]
    [InlineData("coinbase:BTC\u00a0USD")]
    [InlineData("coinbase:BTC\u3000USD")]
    [InlineData("coinbase:BTC\u200bUSD")]
    [InlineData("coinbase:BTC\u202eUSD")]
    [InlineData("coinbase:BTC\ufffd")]
    public void Text_that_cannot_be_a_market_is_rejected(string? text) => Assert.False(Market.TryParse(text, out _));

    [Fact]
    public void Half_of_a_surrogate_pair_is_rejected()
    {
        Assert.False(Market.TryCreate("coinbase", "BTC\ud83d", out _));
        Assert.False(Market.TryCreate("coinbase", "\ude80BTC", out _));
    }

    [Fact]
    public void Names_are_bounded_also_as_a_directory_of_the_archive()
    {
        Assert.False(Market.TryCreate("coinbase", new string('A', Market.ProductLengthMax + 1), out _));
        Assert.True(Market.TryCreate("coinbase", new string('币', 26), out _));
        Assert.False(Market.TryCreate("coinbase", new string('币', 27), out _));
    }

    [Theory]
    [InlineData("BTC-USD", "write venue:product")]
    [InlineData("coinbase:BTC USD", "no spaces, control characters or other invisible ones")]
    [InlineData("coinbase:BTC%2DUSD", "neither ',' nor '%'")]
    [InlineData("coinbase:.BTC", "begins with a letter, a digit or a symbol")]
    [InlineData("coinbase:BTC\ufffd", "cannot be encoded")]
    [InlineData("coinbase:", "1 to 64 characters")]
    public void What_is_wrong_is_said(string text, string words) => Assert.Contains(words, Market.FindProblem(text), StringComparison.Ordinal);

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
