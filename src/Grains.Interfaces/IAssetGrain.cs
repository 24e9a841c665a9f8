using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>One base asset, keyed by its code (<c>BTC</c>): splits every slot's order sizes over the asset's markets, as facts.</summary>
[Alias("orderbook.asset")]
public interface IAssetGrain : IGrainWithStringKey
{
    /// <summary>
    /// A market of the asset says that it has a book in the warehouse. Only sets a timer, and so interleaves: a market must
    /// not wait for the splits of others.
    /// </summary>
    [Alias("told")]
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    Task NotifyAsync(CancellationToken cancel = default);
}
