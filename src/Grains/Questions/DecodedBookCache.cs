using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Grains.Questions;

/// <summary>
/// The latest decoded book of each market that this silo has asked, so that an unchanged book need not be sent
/// and decoded again. When the books together exceed the limit of levels, the least recently used goes.
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

    /// <summary>Replaces the market's previous book.</summary>
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

public sealed record ShelvedBook(Market Market, string Hash, OrderBook Book)
{
    public int Levels => Book.Bids.Count + Book.Asks.Count;
}
