using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>
/// Answers the live questions on the silo that receives them: validates the names, asks the grains of markets, pairs and the registry,
/// and builds the API's answers. There is no access control: anyone who can reach a gateway's port is trusted.
/// </summary>
[Alias("orderbook.liveMarkets")]
public interface ILiveMarketsGrain : IGrainWithStringKey
{
    /// <summary>Key of all activations.</summary>
    public const string Key = "live";

    [Alias("list")]
    [AlwaysInterleave]
    Task<Answer<IReadOnlyList<MarketSummary>>> ListAsync(MarketsQuestion question, CancellationToken cancel);

    [Alias("market")]
    [AlwaysInterleave]
    Task<Answer<MarketSummary>> GetMarketAsync(string market, CancellationToken cancel);

    [Alias("book")]
    [AlwaysInterleave]
    Task<Answer<BookView>> GetBookAsync(string market, int? depth, CancellationToken cancel);

    [Alias("cost")]
    [AlwaysInterleave]
    [ResponseTimeout("00:01:40")]
    Task<Answer<CostAnswer>> GetCostAsync(string market, CostQuestion question, CancellationToken cancel);

    [Alias("metrics")]
    [AlwaysInterleave]
    Task<Answer<MarketMetrics>> GetMetricsAsync(string market, CancellationToken cancel);

    [Alias("curve")]
    [AlwaysInterleave]
    Task<Answer<CostCurve>> GetCurveAsync(string market, string side, CancellationToken cancel);

    [Alias("pair")]
    [AlwaysInterleave]
    Task<Answer<PairPrices>> GetPairAsync(string baseAsset, string quoteAsset, CancellationToken cancel);

    [Alias("best")]
    [AlwaysInterleave]
    [ResponseTimeout("00:01:40")]
    Task<Answer<BestAnswer>> GetBestAsync(string asset, string? currency, BestQuestion question, CancellationToken cancel);

    [Alias("bestCurve")]
    [AlwaysInterleave]
    Task<Answer<BestCurve>> GetBestCurveAsync(string asset, string? currency, string side, CancellationToken cancel);

    [Alias("add")]
    [AlwaysInterleave]
    [ResponseTimeout("00:01:40")]
    Task<Answer<MarketSummary>> AddAsync(string market, CancellationToken cancel);

    [Alias("remove")]
    [AlwaysInterleave]
    [ResponseTimeout("00:01:40")]
    Task<Answer<MarketSummary>> RemoveAsync(string market, CancellationToken cancel);

    [Alias("pull")]
    [AlwaysInterleave]
    [ResponseTimeout("00:01:40")]
    Task<Answer<MarketSummary>> PullAsync(string market, CancellationToken cancel);
}
