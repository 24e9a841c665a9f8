using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Grains.Registry;

/// <summary>
/// This silo's copy of the registry's list of markets. It is compared with the registry at each question, and serves alone
/// while the registry, which runs on one silo of the cluster, does not answer.
/// </summary>
public sealed partial class KnownMarkets(IGrainFactory grains, IMarketReader warehouse, TimeProvider time, ILogger<KnownMarkets> log)
{
    /// <summary>How long a question waits for the registry.</summary>
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(2);

    /// <summary>How long the copy serves alone before the registry is asked again.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan WarehouseTimeMax = TimeSpan.FromSeconds(5);

    private volatile HeldList? held;
    private long silentSince;

    /// <summary>
    /// The list, and its age when the registry did not confirm it; a silo that never had the list reads the warehouse, and
    /// throws <see cref="StoreUnavailableException"/> when that does not answer either.
    /// </summary>
    public async Task<ListedMarkets> GetAsync(CancellationToken cancel)
    {
        if (held is { } copy && IsSilent())
        {
            return copy.Listed(time.GetUtcNow());
        }

        try
        {
            return (await AskAsync(held, cancel)).Confirmed;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            LogSilent(e.Message);
            Interlocked.Exchange(ref silentSince, time.GetTimestamp());
            return held is { } last ? last.Listed(time.GetUtcNow()) : new ListedMarkets(await ReadWarehouseAsync(cancel), Age: null);
        }
    }

    private bool IsSilent() =>
        Interlocked.Read(ref silentSince) is var since and not 0 && time.GetElapsedTime(since) < RetryDelay;

    private async Task<HeldList> AskAsync(HeldList? copy, CancellationToken cancel)
    {
        using var deadline = new Deadline(AnswerTimeMax, TimeProvider.System, cancel);
        var registry = grains.GetGrain<IRegistryGrain>(IRegistryGrain.Key);
        var changed = await registry.ListAsync(copy?.List.Version, deadline.Token).WaitAsync(deadline.Token);
        var current = new HeldList(changed ?? copy!.List, time.GetUtcNow());
        held = current;
        Interlocked.Exchange(ref silentSince, 0);
        return current;
    }

    private async Task<IReadOnlyList<MarketListing>> ReadWarehouseAsync(CancellationToken cancel)
    {
        using var deadline = new Deadline(WarehouseTimeMax, TimeProvider.System, cancel);
        var records = await warehouse.ListMarketsAsync(deadline.Token);
        return [.. records.Select(record => new MarketListing(
            record.Market.ToString(), record.ActiveFrom is not null, record.Pair?.Base.Code, record.Pair?.Quote.Code, record.WasStarted))];
    }

    [LoggerMessage(1203, LogLevel.Warning, "The registry does not answer ({Message}); questions use the last list of markets")]
    private partial void LogSilent(string message);

    private sealed record HeldList(MarketListings List, DateTimeOffset ConfirmedAt)
    {
        public ListedMarkets Confirmed => new(List.Markets, Age: null);

        public ListedMarkets Listed(DateTimeOffset now) => new(List.Markets, now - ConfirmedAt);
    }
}

/// <summary>A list of markets, stopped ones too, in order of their text.</summary>
/// <param name="Age">Time since the registry confirmed the list; null when it is current.</param>
public sealed record ListedMarkets(IReadOnlyList<MarketListing> Markets, TimeSpan? Age)
{
    public IReadOnlyList<MarketListing> OfPair(Pair pair) =>
        [.. Markets.Where(listing => listing.BaseAsset == pair.Base.Code && listing.QuoteAsset == pair.Quote.Code)];

    /// <summary>The markets of one base asset, and the named ones that are known.</summary>
    public IReadOnlyList<MarketListing> OfAsset(Asset asset, IReadOnlyCollection<string> others) =>
        [.. Markets.Where(listing => listing.BaseAsset == asset.Code || others.Contains(listing.Market))];
}
