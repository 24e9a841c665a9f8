using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Stores;

/// <summary>
/// Records the known markets, when each is active, and what its venue lists for it. Every method throws
/// <see cref="StoreUnavailableException"/> when the database cannot be reached.
/// </summary>
public interface IMarketStore
{
    /// <summary>
    /// Opens an active interval at this time unless one with the same slot length is open; adds the market if it is new, in the
    /// same transaction, because a market without an interval was never started.
    /// </summary>
    Task StartMarketAsync(Market market, DateTimeOffset from, TimeSpan slotLength, CancellationToken cancel);

    /// <summary>Adds the market without an active interval; false when it was already known.</summary>
    Task<bool> AddMarketAsync(Market market, CancellationToken cancel);

    /// <summary>Closes the open active interval. A known market that was never started gets an empty one: it is stopped now.</summary>
    Task StopMarketAsync(Market market, DateTimeOffset to, CancellationToken cancel);

    /// <summary>
    /// Records base, quote, steps, minimums and status of the venue's known markets; changes are valid from this time on.
    /// </summary>
    Task SaveListingAsync(string venue, IReadOnlyList<Product> products, DateTimeOffset at, CancellationToken cancel);
}
