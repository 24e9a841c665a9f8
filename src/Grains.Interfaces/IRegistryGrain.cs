using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>The list of markets, one grain for the cluster: starts them, stores the list, and serves it from memory.</summary>
[Alias("orderbook.registry")]
public interface IRegistryGrain : IGrainWithStringKey
{
    /// <summary>Key of the only grain.</summary>
    public const string Key = "registry";

    /// <summary>
    /// Starts every active market and adds the configured ones that were never seen before, as many as possible in a
    /// bounded time; returns how many are left, so that the caller calls again. Markets started
    /// at <paramref name="upSince"/> or later are skipped.
    /// </summary>
    [Alias("startAll")]
    [ResponseTimeout("00:01:30")]
    Task<int> StartAllAsync(IReadOnlyList<string> configuredMarkets, DateTimeOffset upSince = default);

    /// <summary>Adds a market, or starts it again.</summary>
    [Alias("add")]
    [ResponseTimeout("00:01:30")]
    Task AddAsync(string market);

    /// <summary>Stops a market; false when it is not known.</summary>
    [Alias("remove")]
    [ResponseTimeout("00:01:30")]
    Task<bool> RemoveAsync(string market);

    /// <summary>Every market ever added; null when the list still has the version that the caller holds.</summary>
    [Alias("listSince")]
    [AlwaysInterleave]
    Task<MarketListings?> ListAsync(string? heldVersion, CancellationToken cancel = default);

    /// <summary>
    /// Reports a market's pair once it is known. Interleaves, because the registry may be waiting for that very market.
    /// </summary>
    [Alias("setPair")]
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    Task SetPairAsync(string market, string baseAsset, string quoteAsset, CancellationToken cancel = default);
}
