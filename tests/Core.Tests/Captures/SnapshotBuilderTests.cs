using System.Text;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Tests.Books;

namespace OrderBookSilo.Core.Tests.Captures;

public sealed class SnapshotBuilderTests
{
    private static readonly OrderBook Book = BookOf.Text("99 1, 98 2", "101 1, 102 2");
    private static readonly SnapshotOptions Options = new([100, 200], [150], FillPolicy.Exact, [100, 500], FillsMax: 100);

    [Fact]
    public void Costs_cover_both_sides_and_the_union_of_order_and_fill_sizes_ascending()
    {
        var snapshot = Build(Options);
        Assert.Equal(
            [(Side.Buy, 100), (Side.Buy, 150), (Side.Buy, 200), (Side.Sell, 100), (Side.Sell, 150), (Side.Sell, 200)],
            snapshot.Costs.Select(cost => (cost.Side, (int)cost.OrderSize.Mantissa)));
        Assert.Equal("key", snapshot.ArchiveKey);
        Assert.Equal([(Side.Buy, 100), (Side.Buy, 500), (Side.Sell, 100), (Side.Sell, 500)], snapshot.Depth.Select(band => (band.Side, band.BandBps)));
    }

    [Fact]
    public void Fills_cover_only_the_fill_sizes()
    {
        var snapshot = Build(Options);
        Assert.Equal([(Side.Buy, 2), (Side.Sell, 2)], snapshot.Fills.Select(walk => (walk.Cost.Side, walk.Fills.Count)));
        Assert.All(snapshot.Fills, walk => Assert.Equal(150, walk.Cost.OrderSize));
        Assert.False(snapshot.FillsLeftOut);
    }

    [Fact]
    public void Fills_beyond_the_limit_are_omitted_and_flagged()
    {
        Assert.Equal((4, false), (Build(Options with { FillsMax = 4 }).Fills.Sum(walk => walk.Fills.Count), Build(Options with { FillsMax = 4 }).FillsLeftOut));
        Assert.Equal((0, true), (Build(Options with { FillsMax = 3 }).Fills.Count, Build(Options with { FillsMax = 3 }).FillsLeftOut));
    }

    [Fact]
    public void A_quote_without_order_sizes_has_depth_and_no_costs()
    {
        var snapshot = Build(Options with { OrderSizes = [] });
        Assert.Empty(snapshot.Costs);
        Assert.Empty(snapshot.Fills);
        Assert.Equal(4, snapshot.Depth.Count);
    }

    private static Snapshot Build(SnapshotOptions options)
    {
        var at = new DateTimeOffset(2026, 11, 22, 10, 0, 1, TimeSpan.Zero);
        var capture = new Capture(
            Market.Parse("coinbase:BTC-USD"), Slot.Containing(at, TimeSpan.FromHours(1)), Encoding.UTF8.GetBytes("{}"), "00", at, at, "https://example.org", 200, 1);
        return SnapshotBuilder.Build(new ArchivedCapture("key", capture), Book, options);
    }
}
