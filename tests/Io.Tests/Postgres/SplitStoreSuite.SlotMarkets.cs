using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

// The markets of an asset in one slot.
public abstract partial class SplitStoreSuite
{
    [Fact]
    public async Task The_markets_of_a_slot_have_their_pair_rules_and_book()
    {
        await KnowPairsAsync();
        await Facts.CommitAsync(Some.Snapshot(), None);

        var markets = await ReadSlotMarketsAsync(0);

        Assert.Equal([Other, Some.Market], markets.Select(market => market.Market));
        Assert.Equal(["BTC/USDT", "BTC/USD"], markets.Select(market => market.Pair.ToString()));
        Assert.Null(markets[0].Book);
        Assert.Equal(await Facts.FindBookAsync(Some.Market, Some.Slot(), None), markets[1].Book);
        Assert.Equal(Some.Product(), markets[1].Rules);
        Assert.All(markets, market => Assert.Null(market.ActiveUntil));
    }

    // Each book as its sequence or, after t, its venue time in seconds, or, after b, its bytes; a dash is a slot without a book.
    [Theory]
    [InlineData("7 7 7", "0 0 0")]
    [InlineData("7 - 7 8", "0 0 3")]
    [InlineData("7 8 7 7", "0 1 2 2")]
    [InlineData("t1 t1 t1 t2", "0 0 0 3")]
    [InlineData("b1 b1 b2 b1", "0 0 2 3")]
    [InlineData("7 t1 b1", "0 1 2")]
    public async Task A_book_is_read_with_the_slot_since_which_the_market_has_not_moved(string books, string since)
    {
        await KnowPairsAsync();
        foreach (var (hour, text) in books.Split(' ').Index().Where(book => book.Item != "-"))
        {
            await Facts.CommitAsync(Marked(hour, text), None);
        }

        var seen = new List<double>();
        for (var hour = 0; hour < books.Split(' ').Length; hour++)
        {
            var book = Assert.Single(await ReadSlotMarketsAsync(hour), market => market.Market == Some.Market).Book;
            seen.AddRange(book is null ? [] : [(book.UnmovedSince!.Value - Some.Hour).TotalHours]);
            Assert.Equal(book, await Facts.FindBookAsync(Some.Market, Some.Slot(hour), None));
            Assert.Equal(book?.UnmovedSince <= Some.Hour.AddHours(hour - 2), book?.IsFrozen ?? false);
        }

        Assert.Equal(since, string.Join(' ', seen));
    }

    private static Snapshot Marked(int hour, string text)
    {
        using var bids = Some.Columns("99x1");
        using var asks = Some.Columns("101x1");
        var number = int.Parse(text.TrimStart('t', 'b'), System.Globalization.CultureInfo.InvariantCulture);
        var facts = new BookFacts(
            LevelSorting.Sorted, true, char.IsDigit(text[0]) ? number : null, text[0] == 't' ? Some.Hour.AddSeconds(number) : null);
        var body = text[0] == 'b' ? text : $"{hour}";
        return Some.Snapshot(OrderBook.Create(bids, asks, facts).Value, Some.Capture(body, slot: Some.Slot(hour)));
    }

    [Fact]
    public async Task Only_the_book_of_the_slot_counts()
    {
        await KnowPairsAsync();
        await Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(slot: Some.Slot(1))), None);

        Assert.All(await ReadSlotMarketsAsync(0), market => Assert.Null(market.Book));
        Assert.NotNull((await ReadSlotMarketsAsync(1))[1].Book);
    }

    [Fact]
    public async Task Markets_of_other_assets_or_of_none_are_not_included()
    {
        await Markets.StartMarketAsync(Some.Market, Some.Hour, Some.SlotLength, None);
        Assert.Empty(await ReadSlotMarketsAsync(0));

        await Markets.SaveListingAsync("coinbase", [Some.Product(pair: "ETH/USD")], Some.Hour, None);

        Assert.Empty(await ReadSlotMarketsAsync(0));
        Assert.Single(await Splits.ReadSlotMarketsAsync(new Asset("ETH"), Some.Slot(), None));
    }

    [Fact]
    public async Task A_market_is_included_in_every_slot_in_which_it_was_active_at_least_partly()
    {
        await Markets.StartMarketAsync(Some.Market, Some.Hour.AddMinutes(90), Some.SlotLength, None);
        await Markets.SaveListingAsync("coinbase", [Some.Product()], Some.Hour, None);
        await Markets.StopMarketAsync(Some.Market, Some.Hour.AddMinutes(150), None);
        await Markets.StartMarketAsync(Some.Market, Some.Hour.AddHours(5), Some.SlotLength, None);
        await Markets.StopMarketAsync(Some.Market, Some.Hour.AddHours(6), None);
        await Markets.StartMarketAsync(Some.Market, Some.Hour.AddMinutes(370), Some.SlotLength, None);

        var active = new List<(int Hour, DateTimeOffset? Until)>();
        for (var hour = 0; hour < 8; hour++)
        {
            active.AddRange((await ReadSlotMarketsAsync(hour)).Select(market => (hour, market.ActiveUntil)));
        }

        Assert.Equal(
            [(1, Some.Hour.AddMinutes(150)), (2, Some.Hour.AddMinutes(150)), (5, Some.Hour.AddHours(6)), (6, null), (7, null)], active);
    }

    [Fact]
    public async Task A_market_stopped_and_restarted_in_a_slot_is_included_once_as_active()
    {
        await KnowPairsAsync();
        await Markets.StopMarketAsync(Some.Market, Some.Hour.AddMinutes(10), None);
        await Markets.StartMarketAsync(Some.Market, Some.Hour.AddMinutes(20), Some.SlotLength, None);

        var market = Assert.Single(await ReadSlotMarketsAsync(0), market => market.Market == Some.Market);

        Assert.Null(market.ActiveUntil);
    }

    [Fact]
    public async Task The_rules_are_those_at_the_books_reception_or_else_at_the_slots_start()
    {
        await Markets.StartMarketAsync(Some.Market, Some.Hour, Some.SlotLength, None);
        await Markets.SaveListingAsync("coinbase", [Some.Product(quantityStep: "0.1")], Some.Hour.AddMinutes(10), None);
        await Markets.SaveListingAsync("coinbase", [Some.Product(quantityStep: "0.2") with { Status = ProductStatus.Halted }], Some.Hour.AddMinutes(70), None);
        await Markets.SaveListingAsync("coinbase", [Some.Product(quantityStep: null)], Some.Hour.AddMinutes(170), None);
        await Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(slot: Some.Slot(2), delay: TimeSpan.FromMinutes(50))), None);

        var rules = new List<Product?>();
        for (var hour = 0; hour < 4; hour++)
        {
            rules.Add(Assert.Single(await ReadSlotMarketsAsync(hour)).Rules);
        }

        Assert.Null(rules[0]);
        Assert.Equal((Exact.Parse("0.1"), ProductStatus.Online), (rules[1]!.QuantityStep, rules[1]!.Status));
        Assert.Null(rules[2]!.QuantityStep);
        Assert.Equal((Exact.One, ProductStatus.Online), (rules[3]!.NotionalMin, rules[3]!.Status));
        Assert.Equal(((Exact)500, null), (rules[3]!.QuantityMax, rules[3]!.NotionalMax));

        await Markets.StopMarketAsync(Some.Market, Some.Hour.AddDays(1), None);
        Assert.Equal(Exact.Parse("0.1"), Assert.Single(await ReadSlotMarketsAsync(1)).Rules!.QuantityStep);
    }

    private Task<IReadOnlyList<SlotMarket>> ReadSlotMarketsAsync(int hour) =>
        Splits.ReadSlotMarketsAsync(SomeSplit.Asset, Some.Slot(hour), None);
}
