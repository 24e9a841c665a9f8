using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Grains.Questions;

/// <summary>
/// The decoded books that this silo has had from markets, the latest of each, so that one that did not change need not be sent
/// and decoded again. When they hold too many levels together, the one unused for longest goes.
/// </summary>
public sealed class DecodedBookCache(int levelsMax = DecodedBookCache.LevelsMax)
{
    /// <summary>A level takes 16 bytes.</summary>
    public const int LevelsMax = 10_000_000;

    private readonly Lock gate = new();
    private readonly Dictionary<Market, LinkedListNode<ShelvedBook>> byMarket = [];
    private readonly LinkedList<ShelvedBook> lastUsedFirst = new();
    private int levels;

    public ShelvedBook? Find(Market market)
    {
        lock (gate)
        {
            if (!byMarket.TryGetValue(market, out var node))
            {
                return null;
            }

            lastUsedFirst.Remove(node);
            lastUsedFirst.AddFirst(node);
            return node.Value;
        }
    }

    /// <summary>Keeps a book in place of the market's former one.</summary>
    public void Put(ShelvedBook book)
    {
        lock (gate)
        {
            Drop(book.Market);
            byMarket[book.Market] = lastUsedFirst.AddFirst(book);
            levels += book.Levels;
            while (levels > levelsMax)
            {
                Drop(lastUsedFirst.Last!.Value.Market);
            }
        }
    }

    private void Drop(Market market)
    {
        if (byMarket.Remove(market, out var node))
        {
            lastUsedFirst.Remove(node);
            levels -= node.Value.Levels;
        }
    }
}

/// <summary>A market's book and its hash.</summary>
public sealed record ShelvedBook(Market Market, string Hash, OrderBook Book)
{
    public int Levels => Book.Bids.Count + Book.Asks.Count;
}
