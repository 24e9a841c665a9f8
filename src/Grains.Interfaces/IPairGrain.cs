using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>One pair, keyed by its text (<c>BTC/USD</c>): asks every market of the pair at once and answers from the books it gets.</summary>
[Alias("orderbook.pair")]
public interface IPairGrain : IGrainWithStringKey
{
    /// <summary>The best prices of the pair and of each of its markets; a market without a book to answer from is left out with a reason.</summary>
    [Alias("prices")]
    [AlwaysInterleave]
    Task<PairPrices> GetPricesAsync();
}
