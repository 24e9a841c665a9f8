using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Stores;

/// <summary>Reads the known markets. Throws <see cref="StoreUnavailableException"/> when the database cannot be reached.</summary>
public interface IMarketReader
{
    /// <summary>Every market ever added, active or not.</summary>
    Task<IReadOnlyList<MarketRecord>> ListMarketsAsync(CancellationToken cancel);
}
