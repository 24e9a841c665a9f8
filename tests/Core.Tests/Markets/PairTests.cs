using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Tests.Markets;

public sealed class PairTests
{
    [Theory]
    [InlineData("BTC/USD", "BTC", "USD")]
    [InlineData("btc/usdt", "BTC", "USDT")]
    [InlineData("1INCH/EUR", "1INCH", "EUR")]
    public void A_slash_separates_base_and_quote_in_any_case(string text, string baseAsset, string quote)
    {
        Assert.True(Pair.TryParse(text, out var pair));
        Assert.Equal((baseAsset, quote), (pair.Base.Code, pair.Quote.Code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("BTC")]
    [InlineData("BTC/")]
    [InlineData("/USD")]
    [InlineData("BTC/USD/EUR")]
    [InlineData("B TC/USD")]
    [InlineData("BTC/USD\n")]
    [InlineData("BTC/ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456")]
    public void Text_that_cannot_be_a_pair_is_rejected(string? text) => Assert.False(Pair.TryParse(text, out _));
}
