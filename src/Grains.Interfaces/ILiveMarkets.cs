using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>
/// The questions that grains answer from memory, and the changes to markets: one contract for HTTP and for a cluster's gateway.
/// A market is <c>venue:product</c>. An invalid question is a problem in the answer; an exception means that no answer came.
/// </summary>
public interface ILiveMarkets
{
    Task<Answer<IReadOnlyList<MarketSummary>>> ListAsync(MarketsQuestion question, CancellationToken cancel);

    Task<Answer<MarketSummary>> GetMarketAsync(string market, CancellationToken cancel);

    /// <param name="depth">Levels of each side; null for all.</param>
    Task<Answer<BookView>> GetBookAsync(string market, int? depth, CancellationToken cancel);

    Task<Answer<CostAnswer>> GetCostAsync(string market, CostQuestion question, CancellationToken cancel);

    Task<Answer<MarketMetrics>> GetMetricsAsync(string market, CancellationToken cancel);

    /// <param name="side"><c>buy</c> or <c>sell</c>.</param>
    Task<Answer<CostCurve>> GetCurveAsync(string market, string side, CancellationToken cancel);

    Task<Answer<PairPrices>> GetPairAsync(string baseAsset, string quoteAsset, CancellationToken cancel);

    /// <param name="currency">The currency paid or received; null for USD.</param>
    Task<Answer<BestAnswer>> GetBestAsync(string asset, string? currency, BestQuestion question, CancellationToken cancel);

    /// <param name="currency">The currency paid or received; null for USD.</param>
    /// <param name="side"><c>buy</c> or <c>sell</c>.</param>
    Task<Answer<BestCurve>> GetBestCurveAsync(string asset, string? currency, string side, CancellationToken cancel);

    /// <summary>Activates a market. Idempotent.</summary>
    Task<Answer<MarketSummary>> AddAsync(string market, CancellationToken cancel);

    /// <summary>Stops a market. Idempotent.</summary>
    Task<Answer<MarketSummary>> RemoveAsync(string market, CancellationToken cancel);

    /// <summary>Makes one attempt to pull now. Repeating it only makes the book newer.</summary>
    Task<Answer<MarketSummary>> PullAsync(string market, CancellationToken cancel);
}
