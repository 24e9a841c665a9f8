using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Tests.Books;

namespace OrderBookSilo.Core.Tests.Costs;

public sealed class DepthBandsTests
{
    private const string Bids = "99.9 1, 99 2, 98 4";
    private const string Asks = "100.1 1, 101 2, 102.5 4";

    [Fact]
    public void A_band_includes_its_boundary()
    {
        var bands = DepthBands.Of(BookOf.Text(Bids, Asks), [100, 10, 9, 250]);
        Assert.Equal(
            [(Side.Buy, 100, 2), (Side.Buy, 10, 1), (Side.Buy, 9, 0), (Side.Buy, 250, 3), (Side.Sell, 100, 2), (Side.Sell, 10, 1), (Side.Sell, 9, 0), (Side.Sell, 250, 3)],
            bands.Select(band => (band.Side, band.BandBps, band.Levels!.Value)));
        Assert.Equal((Exact.Parse("3"), Exact.Parse("302.1")), (bands[0].Quantity!.Value, bands[0].Amount!.Value));
        Assert.Equal((Exact.Parse("3"), Exact.Parse("297.9")), (bands[4].Quantity!.Value, bands[4].Amount!.Value));
        Assert.All(bands, band => Assert.Null(band.Reason));
    }

    [Fact]
    public void A_truncated_side_has_a_band_only_if_its_last_level_reaches_it()
    {
        var bands = DepthBands.Of(BookOf.Text(Bids, Asks, isWhole: false), [200, 249, 250, 251, 20_000]);
        Assert.Equal([null, null, null, MetricReason.Truncated, MetricReason.Truncated], bands.Take(5).Select(band => band.Reason));
        Assert.Equal([null, MetricReason.Truncated, MetricReason.Truncated, MetricReason.Truncated, MetricReason.Truncated], bands.Skip(5).Select(band => band.Reason));
        Assert.Equal((null, null, null), (bands[3].Quantity, bands[3].Amount, bands[3].Levels));
    }

    [Fact]
    public void A_complete_side_has_every_band()
    {
        var band = DepthBands.Of(BookOf.Text(Bids, Asks), [20_000])[1];
        Assert.Equal((3, null), (band.Levels, band.Reason));
    }

    [Fact]
    public void A_one_sided_book_has_no_mid_and_no_bands()
    {
        var bands = DepthBands.Of(BookOf.Text("", Asks), [100]);
        Assert.All(bands, band => Assert.Equal((MetricReason.OneSided, null), (band.Reason, band.Levels)));
    }
}
