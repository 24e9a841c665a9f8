using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Markets;

namespace OrderBookSilo.Grains.Questions;

/// <summary>
/// Reads the latest books of markets, decoded. It sends the hash of the book that the silo has, so an unchanged book is not sent again.
/// </summary>
public sealed class BookClient(IGrainFactory grains, DecodedBookCache cache)
{
    /// <summary>The market's latest book, or null when it has none yet; exceptions of the market's grain pass through.</summary>
    public async Task<MarketBook?> FindAsync(Market market, CancellationToken cancel)
    {
        var held = cache.Find(market);
        var answer = await grains.GetGrain<IMarketGrain>(market.ToString()).GetBookAsync(held?.Hash, cancel);
        if (answer is null)
        {
            return null;
        }

        var book = answer.Unchanged && held is not null ? held.Book : Unpack(market, answer);
        return new MarketBook(market, book, answer.Slot, answer.ReceivedAt, Listing.RulesOf(answer), answer.FrozenSince is not null);
    }

    private OrderBook Unpack(Market market, BookAnswer answer)
    {
        if (!BookCodec.TryDecode(answer.CompactBook, out var book) || book is null)
        {
            throw new InvalidDataException($"{market}: the grain's book cannot be decoded");
        }

        if (answer.Hash is { } hash)
        {
            cache.Put(new ShelvedBook(market, hash, book));
        }

        return book;
    }
}
