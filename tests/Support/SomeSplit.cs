using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Splits.Merging;

namespace OrderBookSilo.Support;

/// <summary>
/// An arbitrary valid split for tests that are about something else: 1 base on each of these markets, at 100, 101 and so on.
/// </summary>
public static class SomeSplit
{
    public static readonly Asset Asset = new("BTC");
    public static readonly Asset Currency = new("USD");

    /// <summary>
    /// A complete split over these markets, <c>coinbase:BTC-USD binance:BTCUSDT</c>, each of which could fill it alone for 10
    /// more.
    /// </summary>
    public static SlotSplit Of(
        string markets = "coinbase:BTC-USD binance:BTCUSDT", Slot? slot = null, Side side = Side.Buy, Exact? orderSize = null, string currency = "USD", string excluded = "")
    {
        var order = new SplitOrder(side, orderSize ?? 50_000);
        var used = Markets(markets);
        var amount = used.Select((_, i) => (Exact)(100 + i)).Aggregate(Exact.Zero, (sum, price) => sum + price);
        var split = new Split(
            order, true, null, amount, used.Count, Exact.Divide(amount, used.Count, MidpointRounding.ToEven), 100, 12.5,
            [.. used.Select((market, i) => Leg(market, 100 + i))],
            [.. used.Select((market, i) => new SingleMarket(market, amount, used.Count, 110 + i, 25))],
            used.Count, 33.5, new Certificate(side, Ratio.Of(amount, 3), [.. used.Select(market => Lane(market))]), Exact.Zero);
        return new SlotSplit(
            Asset, new Asset(currency), slot ?? Some.Slot(), order, split, TimeSpan.FromMilliseconds(1250), false,
            [.. Markets(excluded).Select(market => new MarketExclusion(market, SplitExclusion.NoFee))]);
    }

    /// <summary>A split that was not computed because the books were too far apart.</summary>
    public static SlotSplit Refused(Slot? slot = null) =>
        Of(slot: slot) with { Split = null, Refused = true, Skew = TimeSpan.FromMinutes(2) };

    private static SplitLeg Leg(Market market, Exact price) => new(market, 1, 1, price, 0, price, price, price, price, 1);

    private static CertificateLane Lane(Market market) => new(market, Ratio.Of(1, 3), Ratio.Of(2, 3));

    private static List<Market> Markets(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Market.Parse)];
}
