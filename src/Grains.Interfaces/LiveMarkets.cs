using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>Asks the grains the live questions, from within a silo or from a client through a cluster's gateway.</summary>
public sealed class LiveMarkets(IGrainFactory grains) : ILiveMarkets
{
    public Task<Answer<IReadOnlyList<MarketSummary>>> ListAsync(MarketsQuestion question, CancellationToken cancel) =>
        AskAsync(live => live.ListAsync(question, cancel), cancel);

    public Task<Answer<MarketSummary>> GetMarketAsync(string market, CancellationToken cancel) =>
        AskAsync(live => live.GetMarketAsync(market, cancel), cancel);

    public Task<Answer<BookView>> GetBookAsync(string market, int? depth, CancellationToken cancel) =>
        AskAsync(live => live.GetBookAsync(market, depth, cancel), cancel);

    public Task<Answer<CostAnswer>> GetCostAsync(string market, CostQuestion question, CancellationToken cancel) =>
        AskAsync(live => live.GetCostAsync(market, question, cancel), cancel);

    public Task<Answer<MarketMetrics>> GetMetricsAsync(string market, CancellationToken cancel) =>
        AskAsync(live => live.GetMetricsAsync(market, cancel), cancel);

    public Task<Answer<CostCurve>> GetCurveAsync(string market, string side, CancellationToken cancel) =>
        AskAsync(live => live.GetCurveAsync(market, side, cancel), cancel);

    public Task<Answer<PairPrices>> GetPairAsync(string baseAsset, string quoteAsset, CancellationToken cancel) =>
        AskAsync(live => live.GetPairAsync(baseAsset, quoteAsset, cancel), cancel);

    public Task<Answer<BestAnswer>> GetBestAsync(string asset, string? currency, BestQuestion question, CancellationToken cancel) =>
        AskAsync(live => live.GetBestAsync(asset, currency, question, cancel), cancel);

    public Task<Answer<BestCurve>> GetBestCurveAsync(string asset, string? currency, string side, CancellationToken cancel) =>
        AskAsync(live => live.GetBestCurveAsync(asset, currency, side, cancel), cancel);

    public Task<Answer<MarketSummary>> AddAsync(string market, CancellationToken cancel) =>
        AskAsync(live => live.AddAsync(market, cancel), cancel);

    public Task<Answer<MarketSummary>> RemoveAsync(string market, CancellationToken cancel) =>
        AskAsync(live => live.RemoveAsync(market, cancel), cancel);

    public Task<Answer<MarketSummary>> PullAsync(string market, CancellationToken cancel) =>
        AskAsync(live => live.PullAsync(market, cancel), cancel);

    private Task<T> AskAsync<T>(Func<ILiveMarketsGrain, Task<T>> ask, CancellationToken cancel) =>
        RepeatedCall.RunAsync(() => ask(grains.GetGrain<ILiveMarketsGrain>(ILiveMarketsGrain.Key)), cancel);
}
