using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Questions;

namespace OrderBookSilo.Grains.Tests.Questions;

public sealed class DecodedBookCacheTests
{
    private static readonly Market First = Market.Parse("coinbase:A-USD");
    private static readonly Market Second = Market.Parse("coinbase:B-USD");
    private static readonly Market Third = Market.Parse("coinbase:C-USD");

    [Fact]
    public void The_latest_book_of_a_market_is_kept()
    {
        var shelf = new DecodedBookCache();
        shelf.Put(new ShelvedBook(First, "old", Book(2)));
        shelf.Put(new ShelvedBook(First, "new", Book(2)));

        Assert.Equal("new", shelf.Find(First)?.Hash);
        Assert.Null(shelf.Find(Second));
    }

    [Fact]
    public void When_there_are_too_many_levels_the_least_recently_used_book_is_evicted()
    {
        var shelf = new DecodedBookCache(levelsMax: 10);
        shelf.Put(new ShelvedBook(First, "1", Book(4)));
        shelf.Put(new ShelvedBook(Second, "2", Book(4)));
        shelf.Find(First);
        shelf.Put(new ShelvedBook(Third, "3", Book(4)));

        Assert.Equal(("1", null, "3"), (shelf.Find(First)?.Hash, shelf.Find(Second)?.Hash, shelf.Find(Third)?.Hash));
    }

    [Fact]
    public void Replacing_a_book_frees_its_levels()
    {
        var shelf = new DecodedBookCache(levelsMax: 10);
        shelf.Put(new ShelvedBook(First, "1", Book(4)));
        for (var i = 0; i < 100; i++)
        {
            shelf.Put(new ShelvedBook(Second, "2", Book(6)));
        }

        Assert.NotNull(shelf.Find(First));
    }

    [Fact]
    public void A_book_larger_than_the_cache_is_not_kept()
    {
        var shelf = new DecodedBookCache(levelsMax: 10);
        shelf.Put(new ShelvedBook(First, "1", Book(12)));

        Assert.Null(shelf.Find(First));
        shelf.Put(new ShelvedBook(First, "1", Book(10)));
        Assert.NotNull(shelf.Find(First));
    }

    private static OrderBook Book(int bids)
    {
        using var bidColumns = new LevelColumns();
        using var askColumns = new LevelColumns();
        for (var i = 0; i < bids; i++)
        {
            Assert.True(bidColumns.Prices.TryAdd(1000 - i, 2) && bidColumns.Quantities.TryAdd(1, 0));
        }

        return OrderBook.Create(bidColumns, askColumns, new BookFacts(LevelSorting.Sorted | LevelSorting.Aggregated, IsWhole: true)).Value;
    }
}
