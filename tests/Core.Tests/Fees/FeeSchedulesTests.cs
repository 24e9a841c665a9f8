using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Tests.Fees;

public sealed class FeeSchedulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("coinbase", "standard", "BTC/USD", "0", "0.006", FeeIn.Quote)]
    [InlineData("coinbase", "standard", "BTC/USD", "9999.99", "0.006", FeeIn.Quote)]
    [InlineData("coinbase", "standard", "BTC/USD", "10000", "0.004", FeeIn.Quote)]
    [InlineData("coinbase", "standard", "BTC/USD", "999999999", "0.0004", FeeIn.Quote)]
    [InlineData("coinbase", "standard", "USDT/USD", "0", "0.000045", FeeIn.Quote)]
    [InlineData("binance", "standard", "BTC/USDT", "0", "0.001", FeeIn.Received)]
    [InlineData("binance", "standard", "BTC/USDT", "1000000", "0.0009", FeeIn.Received)]
    [InlineData("binance", "standard", "USDC/USDT", "0", "0.001", FeeIn.Received)]
    [InlineData("binance", "bnb", "BTC/USDT", "0", "0.00075", FeeIn.Quote)]
    [InlineData("kraken", "standard", "BTC/USD", "0", "0.008", FeeIn.Quote)]
    [InlineData("kraken", "standard", "BTC/USD", "100000", "0.0025", FeeIn.Quote)]
    [InlineData("kraken", "standard", "USDT/USD", "0", "0.002", FeeIn.Quote)]
    [InlineData("binanceus", "standard", "BTC/USD", "0", "0.0002", FeeIn.Received)]
    [InlineData("okx", "standard", "BTC/USDT", "5000000000", "0.000175", FeeIn.Received)]
    [InlineData("okx", "us", "BTC/USD", "0", "0.0035", FeeIn.Received)]
    [InlineData("bybit", "standard", "BTC/USDT", "0", "0.001", FeeIn.Received)]
    [InlineData("mexc", "standard", "BTC/USDT", "0", "0.0005", FeeIn.Quote)]
    public void The_built_in_schedules_are_found_by_venue_profile_class_and_volume(
        string venue, string profile, string pair, string volume, string rate, FeeIn feeIn)
    {
        var fees = new MarketFees(new Dictionary<string, TraderFees> { [venue] = new(Exact.Parse(volume), profile, null, null) });

        var fee = fees.Find(Market.Parse($"{venue}:X"), PairOf(pair), Now);

        Assert.Equal((Exact.Parse(rate), feeIn), (fee!.Brackets.Single().Rate, fee.In));
        Assert.Equal(fee.Brackets, fees.Find(Market.Parse($"{venue}:X"), PairOf(pair), Now, profile)!.Brackets);
    }

    [Theory]
    [InlineData("bitstamp")]
    [InlineData("gemini")]
    [InlineData("kucoin")]
    [InlineData("bitfinex")]
    [InlineData("gate")]
    [InlineData("htx")]
    [InlineData("bitget")]
    [InlineData("cryptocom")]
    [InlineData("bitmart")]
    public void A_fee_that_is_not_known_with_certainty_is_unknown(string venue) =>
        Assert.Empty(FeeSchedules.BuiltIn.ProfilesOf(venue));

    [Fact]
    public void Tiers_can_apply_to_the_order_size()
    {
        var fee = FeeSchedules.BuiltIn.Find("coinbase", "order_size", ProductClass.Standard, 0, Now)!;

        Assert.Equal((FeeBasis.OrderSlab, 9), (fee.Basis, fee.Brackets.Count));
        Assert.Equal(200, fee.On(100_000));
        Assert.All(FeeSchedules.BuiltInRows.Where(row => row.Profile == "order_size"), row => Assert.Contains("prototype", row.Source, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rate_applies_from_its_first_instant_until_its_end_and_a_later_row_overrides_an_earlier_one()
    {
        var schedules = Schedules("x,standard,standard,trailing_volume,0,0.01,quote,,2026-01-01,2026-02-01", "x,standard,standard,trailing_volume,0,0.02,quote,,2026-02-01,",
            "x,standard,standard,trailing_volume,0,0.03,quote,,2026-03-01,", "x,standard,standard,trailing_volume,100,0.005,quote,,2026-01-01,");

        Assert.Null(RateAt("2025-12-31T23:59:59.999999"));
        Assert.Equal("0.01", RateAt("2026-01-01"));
        Assert.Equal("0.01", RateAt("2026-01-31T23:59:59.999999"));
        Assert.Equal("0.02", RateAt("2026-02-01"));
        Assert.Equal("0.03", RateAt("2026-03-01"));
        Assert.Equal("0.005", RateAt("2026-03-01", 100));

        string? RateAt(string at, int volume = 0) => schedules.Find(
            "x", "standard", ProductClass.Stable, volume, DateTimeOffset.Parse(at + (at.Contains('T', StringComparison.Ordinal) ? "Z" : "T00:00:00Z"), null))?.Brackets.Single().Rate.ToString();
    }

    [Fact]
    public void Without_a_successor_a_rate_is_unknown_from_its_end_on()
    {
        var end = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
        var schedules = Schedules("x,standard,standard,trailing_volume,0,0.01,quote,,2026-01-01,2026-02-01");

        Assert.NotNull(schedules.Find("x", "standard", ProductClass.Standard, 0, end.AddTicks(-1)));
        Assert.Null(schedules.Find("x", "standard", ProductClass.Standard, 0, end));
    }

    [Fact]
    public void A_later_schedule_of_another_basis_replaces_the_earlier_one_entirely()
    {
        var schedules = Schedules("x,standard,standard,trailing_volume,0,0.01,quote,,2026-01-01,", "x,standard,standard,order_marginal,0,0.02,quote,,2026-02-01,",
            "x,standard,standard,order_marginal,50,0.01,quote,,2026-02-01,");

        var fee = schedules.Find("x", "standard", ProductClass.Standard, 0, Now)!;

        Assert.Equal(FeeBasis.OrderMarginal, fee.Basis);
        Assert.Equal(Exact.Parse("1.5"), fee.On(100));
    }

    [Fact]
    public void A_fee_without_a_row_is_unknown()
    {
        var schedules = Schedules("x,standard,standard,trailing_volume,100,0.01,quote,,2026-01-01,", "x,slab,standard,order_slab,100,0.01,quote,,2026-01-01,");

        Assert.Null(schedules.Find("x", "standard", ProductClass.Standard, 99, Now));
        Assert.Null(schedules.Find("x", "slab", ProductClass.Standard, 0, Now));
        Assert.Null(schedules.Find("x", "vip", ProductClass.Standard, 0, Now));
        Assert.Null(schedules.Find("y", "standard", ProductClass.Standard, 0, Now));
        Assert.Null(new MarketFees(new Dictionary<string, TraderFees>()).Find(Market.Parse("coinbase:BTC-USD"), null, Now));
        Assert.Equal(["slab", "standard"], schedules.ProfilesOf("x"));
    }

    [Theory]
    [InlineData("X,standard,standard,trailing_volume,0,0.01,quote,,2026-01-01,", "venue")]
    [InlineData("x,none,standard,trailing_volume,0,0.01,quote,,2026-01-01,", "profile")]
    [InlineData("x,standard,exotic,trailing_volume,0,0.01,quote,,2026-01-01,", "product_class")]
    [InlineData("x,standard,standard,volume,0,0.01,quote,,2026-01-01,", "basis")]
    [InlineData("x,standard,standard,trailing_volume,-1,0.01,quote,,2026-01-01,", "tier_from")]
    [InlineData("x,standard,standard,trailing_volume,0,1,quote,,2026-01-01,", "taker_rate")]
    [InlineData("x,standard,standard,trailing_volume,0,-0.1,quote,,2026-01-01,", "taker_rate")]
    [InlineData("x,standard,standard,trailing_volume,0,0.0000000001,quote,,2026-01-01,", "taker_rate")]
    [InlineData("x,standard,standard,trailing_volume,0,0.01,base,,2026-01-01,", "fee_in")]
    [InlineData("x,standard,standard,order_slab,0,0.01,received,,2026-01-01,", "order's amount")]
    [InlineData("x,standard,standard,trailing_volume,0,0.01,quote,,2026-01-01,2026-01-01", "valid_to")]
    [InlineData("x,standard,standard,trailing_volume,0,0.01,quote,,soon,", "valid_from")]
    [InlineData("x,standard", "columns")]
    public void An_unusable_row_has_a_reason(string line, string hint)
    {
        Assert.False(FeeRow.TryRead(line.Split(','), out _, out var problem));
        Assert.Contains(hint, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configured_rate_and_fee_currency_override_the_schedule()
    {
        var rate = new MarketFees(new Dictionary<string, TraderFees> { ["binance"] = TraderFees.Default with { Rate = Exact.Parse("0.0002") } });
        var place = new MarketFees(new Dictionary<string, TraderFees> { ["binance"] = TraderFees.Default with { In = FeeIn.Quote } });
        var market = Market.Parse("binance:BTCUSDT");

        Assert.Equal((Exact.Parse("0.0002"), FeeIn.Received), Flat(rate.Find(market, PairOf("BTC/USDT"), Now)!));
        Assert.Equal((Exact.Parse("0.0002"), FeeIn.Quote), Flat(rate.Find(market, PairOf("BTC/USDT"), Now.AddYears(-9))!));
        Assert.Equal((Exact.Parse("0.001"), FeeIn.Quote), Flat(place.Find(market, PairOf("BTC/USDT"), Now)!));
        Assert.Equal((Exact.Parse("0.001"), FeeIn.Received), Flat(rate.Find(market, PairOf("BTC/USDT"), Now, "standard")!));
    }

    private static (Exact Rate, FeeIn In) Flat(TakerFee fee) => (fee.Brackets.Single().Rate, fee.In);

    private static Pair? PairOf(string text) => Pair.TryParse(text, out var pair) ? pair : null;

    private static FeeSchedules Schedules(params string[] lines) =>
        new(lines.Select(line => FeeRow.TryRead(line.Split(','), out var row, out var problem) ? row : throw new FormatException(problem)));
}
