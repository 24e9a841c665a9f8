using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

// Splits: their inputs, and that each is written once.
public abstract partial class SplitStoreSuite(IOpenStores stores) : StoreSuite(stores)
{
    [Fact]
    public async Task A_split_is_read_back_unchanged()
    {
        await Splits.SaveSplitsAsync([SomeSplit.Of(excluded: "kraken:XBTUSD")], None);

        var expected = new SplitRecord(
            SomeSplit.Asset, SomeSplit.Currency, Some.Slot(), Side.Buy, 50_000, true, null, false, 201, 2, 100.5m, 100, 12.5,
            Some.Market, 110, 2, 33.5, 67, 0, TimeSpan.FromMilliseconds(1250), 2, 1);
        Assert.Equal([expected], await ReadSplitsAsync());
    }

    [Fact]
    public async Task A_marginal_price_is_rounded_half_to_even_at_18_decimals()
    {
        var even = SomeSplit.Of(orderSize: 1);
        var odd = SomeSplit.Of(orderSize: 2);
        var half = Exact.Parse("0.0000000000000000005");

        await Splits.SaveSplitsAsync([WithMarginal(even, 100 + half), WithMarginal(odd, Exact.Parse("100.000000000000000001") + half)], None);

        Assert.Equal(
            [100, Exact.Parse("100.000000000000000002")], (await ReadSplitsAsync()).Select(split => split.MarginalPrice!.Value));
    }

    [Fact]
    public async Task A_refused_split_is_marked_and_has_no_figures()
    {
        await Splits.SaveSplitsAsync([SomeSplit.Refused()], None);

        var record = Assert.Single(await ReadSplitsAsync());

        Assert.Equal((false, true, null, TimeSpan.FromMinutes(2)), (record.Complete, record.Refused, record.Reason, record.Skew));
        Assert.Null(record.Amount);
        Assert.Null(record.BestSingle);
        Assert.Null(record.MarginalPrice);
    }

    [Fact]
    public async Task A_split_without_markets_is_one_sided()
    {
        var split = Splitter.Solve(new SplitOrder(Side.Sell, 50_000), []);

        await Splits.SaveSplitsAsync([SomeSplit.Of(side: Side.Sell, excluded: "kraken:XBTUSD") with { Split = split, Skew = null }], None);

        var record = Assert.Single(await ReadSplitsAsync());
        Assert.Equal((false, false, MetricReason.OneSided), (record.Complete, record.Refused, record.Reason));
        Assert.Equal((0, 0, null, 1), (record.Amount!.Value, record.Quantity!.Value, record.Skew, record.MarketsExcluded));
    }

    [Fact]
    public async Task Saving_splits_again_changes_nothing_even_with_different_results()
    {
        var first = SomeSplit.Of();
        await Splits.SaveSplitsAsync([first, first], None);

        await Splits.SaveSplitsAsync([SomeSplit.Of("kraken:XBTUSD"), first], None);

        Assert.Equal(201, Assert.Single(await ReadSplitsAsync()).Amount);
    }

    [Fact]
    public async Task Concurrently_saved_splits_are_each_stored_once_and_completely()
    {
        string[] winners = ["coinbase:BTC-USD", "binance:BTCUSDT", "kraken:XBTUSD", "gemini:BTCUSD"];
        for (var round = 0; round < 10; round++)
        {
            var slot = Some.Slot(round);
            using var start = new Barrier(winners.Length);
            await Task.WhenAll(winners.Select((market, i) => Task.Factory.StartNew(
                () =>
                {
                    var splits = Enumerable.Range(1, 8).Select(size => SomeSplit.Of(market, slot, orderSize: size)).ToList();
                    start.SignalAndWait();
                    return Splits.SaveSplitsAsync(i % 2 == 0 ? splits : [.. Enumerable.Reverse(splits)], None);
                },
                None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

            var kept = (await ReadSplitsAsync()).Where(split => split.Slot == slot).ToList();
            Assert.Equal(8, kept.Count);
            Assert.Single(kept.Select(split => split.BestSingle).Distinct());
        }
    }

    [Fact]
    public async Task A_split_of_an_amount_of_base_cannot_be_saved()
    {
        var split = SomeSplit.Of();

        await Assert.ThrowsAsync<ArgumentException>(
            () => Splits.SaveSplitsAsync([split, split with { Order = split.Order with { Unit = SplitUnit.Base } }], None));

        Assert.Empty(await ReadSplitsAsync());
    }

    [Fact]
    public async Task Splits_are_bounded_newest_first_and_filtered_by_side_or_size_on_request()
    {
        await Splits.SaveSplitsAsync(
            [
                .. from hours in Enumerable.Range(0, 4)
                   from side in new[] { Side.Sell, Side.Buy }
                   from size in new Exact[] { 50_000, 10_000 }
                   select SomeSplit.Of(slot: Some.Slot(hours), side: side, orderSize: size),
                SomeSplit.Of(currency: "EUR"),
            ],
            None);

        Assert.Equal(16, (await ReadSplitsAsync()).Count);
        Assert.Equal(
            [(Some.Slot(3), Side.Buy, 10_000), (Some.Slot(3), Side.Buy, 50_000), (Some.Slot(3), Side.Sell, 10_000)],
            (await ReadSplitsAsync(countMax: 3)).Select(split => (split.Slot, split.Side, split.OrderSize)));
        Assert.Equal(8, (await ReadSplitsAsync(side: Side.Sell)).Count(split => split.Side == Side.Sell));
        Assert.Equal(8, (await ReadSplitsAsync(orderSize: Exact.Parse("50000.0"))).Count(split => split.OrderSize == 50_000));
        Assert.Equal([Some.Slot(2), Some.Slot(1)], (await ReadSplitsAsync(Side.Buy, 10_000, fromHour: 1, toHour: 3)).Select(split => split.Slot));
        Assert.Equal("EUR", Assert.Single(await ReadSplitsAsync(currency: "EUR")).Currency.Code);
        Assert.Empty(await Splits.ReadSplitsAsync(new Asset("ETH"), SomeSplit.Currency, null, null, Some.Hour, Some.Hour.AddDays(1), Many, None));
    }

    [Fact]
    public async Task Slots_with_a_book_but_without_a_split_are_found_oldest_first_and_bounded()
    {
        await KnowPairsAsync();
        foreach (var hours in new[] { 5, 1, 3, 2 })
        {
            await Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(slot: Some.Slot(hours))), None);
            await Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(market: Other, slot: Some.Slot(hours))), None);
        }

        await Splits.SaveSplitsAsync([SomeSplit.Refused(Some.Slot(2))], None);

        Assert.Equal([Some.Slot(1), Some.Slot(3), Some.Slot(5)], await FindUnsplitAsync(0, 6));
        Assert.Equal([Some.Slot(1), Some.Slot(3)], await FindUnsplitAsync(0, 6, countMax: 2));
        Assert.Equal([Some.Slot(3)], await FindUnsplitAsync(2, 5));
        Assert.Empty(await Splits.FindUnsplitSlotsAsync(new Asset("ETH"), Settings, Some.Hour, Some.Slot(6), Many, None));
    }

    [Fact]
    public async Task A_split_of_one_asset_does_not_count_for_another()
    {
        await KnowPairsAsync();
        await Facts.CommitAsync(Some.Snapshot(), None);

        await Splits.SaveSplitsAsync([SomeSplit.Of() with { Asset = new Asset("ETH") }], None);

        Assert.Equal([Some.Slot()], await FindUnsplitAsync(0, 6));
    }

    [Fact]
    public async Task A_slot_is_split_again_when_a_book_that_was_received_in_time_is_stored_later()
    {
        await KnowPairsAsync();
        var (first, second) = (Some.Capture(), Some.Capture(market: Other));
        await Facts.CommitAsync(Some.Snapshot(capture: first), None);
        await Splits.SaveSplitsAsync([SomeSplit.Of("coinbase:BTC-USD", excluded: "binance:BTCUSDT") with { Books = 1, NewestBookAt = first.ReceivedAt }], None);
        Assert.Empty(await FindUnsplitAsync(0, 6));

        await Facts.CommitAsync(Some.Snapshot(capture: second), None);
        Assert.Equal([Some.Slot()], await FindUnsplitAsync(0, 6));

        await Splits.SaveSplitsAsync([SomeSplit.Of() with { Books = 2, NewestBookAt = second.ReceivedAt }], None);
        Assert.Empty(await FindUnsplitAsync(0, 6));
        Assert.Equal((2, 0), (Assert.Single(await ReadSplitsAsync()).MarketsUsed, Assert.Single(await ReadSplitsAsync()).MarketsExcluded));
    }

    [Fact]
    public async Task A_book_received_after_the_deadline_changes_no_split()
    {
        await KnowPairsAsync();
        var first = Some.Capture();
        await Facts.CommitAsync(Some.Snapshot(capture: first), None);
        await Splits.SaveSplitsAsync([SomeSplit.Of() with { Books = 1, NewestBookAt = first.ReceivedAt }], None);

        await Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(market: Other, delay: Settings.Deadline)), None);

        Assert.Empty(await FindUnsplitAsync(0, 6));
    }

    private static readonly SplitSettings Settings = new([], false, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(2));

    private Task KnowPairsAsync() => KnowPairsAsync(Some.Hour);

    private async Task KnowPairsAsync(DateTimeOffset at)
    {
        await Markets.StartMarketAsync(Some.Market, Some.Hour, Some.SlotLength, None);
        await Markets.StartMarketAsync(Other, Some.Hour, Some.SlotLength, None);
        await Markets.SaveListingAsync("coinbase", [Some.Product()], at, None);
        await Markets.SaveListingAsync("binance", [Some.Product("BTCUSDT", "BTC/USDT")], at, None);
    }

    private Task<IReadOnlyList<SplitRecord>> ReadSplitsAsync(
        Side? side = null, Exact? orderSize = null, int fromHour = 0, int toHour = 24, string currency = "USD", int countMax = Many) =>
        Splits.ReadSplitsAsync(
            SomeSplit.Asset, new Asset(currency), side, orderSize, Some.Hour.AddHours(fromHour), Some.Hour.AddHours(toHour), countMax, None);

    private Task<IReadOnlyList<Slot>> FindUnsplitAsync(int fromHour, int beforeHour, int countMax = Many) =>
        Splits.FindUnsplitSlotsAsync(SomeSplit.Asset, Settings, Some.Hour.AddHours(fromHour), Some.Slot(beforeHour), countMax, None);

    private static SlotSplit WithMarginal(SlotSplit of, Exact price) =>
        of with { Split = of.Split! with { Certificate = new Certificate(Side.Buy, Ratio.Of(price, 1), []) } };
}
