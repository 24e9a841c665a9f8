using System.Globalization;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Support;

namespace OrderBookSilo.Core.Tests.Splits;

/// <summary>Which markets are believed, and which may be traded.</summary>
public sealed class SplitPlannerTests
{
    private static readonly SplitPlanner Planner = new(
        new SplitSettings([Market.Parse("coinbase:USDT-USD")], ConvertsAtMid: false, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(2)));

    /// <summary>Mids, with an asterisk for a book that has only asks; and the indexes of those that are not believed.</summary>
    [Theory]
    [InlineData("100", "")]
    [InlineData("100 110", "")]
    [InlineData("100 111", "0 1")]
    [InlineData("100 11100", "0 1")]
    [InlineData("100 101 10000", "2")]
    [InlineData("1 100 101", "0")]
    [InlineData("1 100 10000", "0 1 2")]
    [InlineData("100 100 200 200", "0 1 2 3")]
    [InlineData("100 101 102 1000 1001", "3 4")]
    [InlineData("100 101 102 103 5 6", "4 5")]
    [InlineData("100 *500", "1")]
    [InlineData("100 *105", "")]
    [InlineData("100 200 *100", "0 1 2")]
    [InlineData("*100 *900", "")]
    public void A_price_far_from_the_median_of_the_others_is_not_believed_and_without_a_majority_none_is(string mids, string apart) =>
        Assert.Equal(apart, string.Join(' ', Planner.FindApart([.. mids.Split(' ').Select(Priced)]).Order()));

    [Fact]
    public void Prices_of_different_times_that_disagree_say_nothing_about_the_assets()
    {
        var early = Priced("100");

        Assert.Empty(Planner.FindApart([early, Priced("200") with { ReceivedAt = early.ReceivedAt.AddMinutes(2) }]));
    }

    [Fact]
    public void The_distance_is_a_setting()
    {
        var wide = new SplitPlanner(Planner.Settings with { PriceDistanceMax = Exact.Parse("0.5") });

        Assert.Empty(wide.FindApart([Priced("100"), Priced("149")]));
        Assert.Equal(2, wide.FindApart([Priced("100"), Priced("151")]).Count);
    }

    [Theory]
    [InlineData(ProductStatus.Halted, false, SplitExclusion.NotTrading)]
    [InlineData(ProductStatus.Online, true, SplitExclusion.Frozen)]
    [InlineData(null, true, SplitExclusion.Frozen)]
    [InlineData(null, false, null)]
    public void A_market_is_left_out_for_what_is_known_about_it(ProductStatus? status, bool isFrozen, SplitExclusion? reason)
    {
        var market = Candidate("coinbase:BTC-USD", "BTC/USD", "99x1", "101x1", status, isFrozen);

        var outcome = Planner.Compare(new SplitOrder(Side.Buy, 50), new Asset("USD"), [market], [], []);

        Assert.Equal(reason, outcome.Excluded.Count == 0 ? null : Assert.Single(outcome.Excluded).Reason);
    }

    [Theory]
    [InlineData(ProductStatus.Online, false, true)]
    [InlineData(ProductStatus.Halted, false, false)]
    [InlineData(ProductStatus.Online, true, false)]
    public void A_market_that_cannot_be_traded_converts_nothing(ProductStatus status, bool isFrozen, bool converts)
    {
        var converter = Candidate("coinbase:USDT-USD", "USDT/USD", "0.99x1000", "1x1000", status, isFrozen);
        var market = Candidate("binance:BTCUSDT", "BTC/USDT", "99x1", "101x1", ProductStatus.Online, isFrozen: false);

        var outcome = Planner.Compare(new SplitOrder(Side.Buy, 50), new Asset("USD"), [market], [converter], []);

        Assert.Equal(converts ? [] : [new MarketExclusion(market.Market, SplitExclusion.NoConversion)], outcome.Excluded);
    }

    [Fact]
    public void A_market_whose_venue_rounds_prices_neither_takes_part_nor_converts()
    {
        var rounded = Candidate("bitfinex:tBTCUSD", "BTC/USD", "99x1", "101x1", ProductStatus.Online, isFrozen: false);
        var converter = Candidate("bitfinex:tUSTUSD", "USDT/USD", "0.99x1000", "1x1000", ProductStatus.Online, isFrozen: false);
        var converted = Candidate("binance:BTCUSDT", "BTC/USDT", "99x1", "101x1", ProductStatus.Online, isFrozen: false);
        var planner = new SplitPlanner(Planner.Settings with { Conversions = [converter.Market] });

        var outcome = planner.Compare(new SplitOrder(Side.Buy, 50), new Asset("USD"), [rounded, converted], [converter], []);

        Assert.Equal(
            [new MarketExclusion(rounded.Market, SplitExclusion.PricesRounded), new MarketExclusion(converted.Market, SplitExclusion.NoConversion)],
            outcome.Excluded);
    }

    private static PricedBook Priced(string mid)
    {
        var price = decimal.Parse(mid.TrimStart('*'), CultureInfo.InvariantCulture);
        var book = mid.StartsWith('*')
            ? Some.Book("", string.Create(CultureInfo.InvariantCulture, $"{price}x1"))
            : Some.Book(string.Create(CultureInfo.InvariantCulture, $"{price - 0.5m}x1"), string.Create(CultureInfo.InvariantCulture, $"{price + 0.5m}x1"));
        return new PricedBook(book, Ratio.One, Some.Hour);
    }

    private static SplitCandidate Candidate(string market, string pair, string bids, string asks, ProductStatus? status, bool isFrozen) => new(
        Market.Parse(market),
        Pair.TryParse(pair, out var parsed) ? parsed : default,
        MarketRules.Unknown with { Status = status },
        Some.Book(bids, asks),
        Some.Hour,
        TakerFee.Flat(Exact.Zero, FeeIn.Quote),
        isFrozen);
}
