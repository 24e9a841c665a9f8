using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>
/// One base asset, keyed by its code (<c>BTC</c>): splits every slot's order sizes over the asset's markets and stores the splits as facts.
/// </summary>
[Alias("orderbook.asset")]
public interface IAssetGrain : IGrainWithStringKey
{
    /// <summary>
    /// Notifies the asset that one of its markets has a new book in the warehouse. It only sets a timer, and so interleaves: a market
    /// must not wait while splits are computed.
    /// </summary>
    [Alias("told")]
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    Task NotifyAsync(CancellationToken cancel = default);
}
