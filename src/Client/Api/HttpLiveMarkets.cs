using System.Globalization;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Api;

/// <summary>Asks one silo the live questions over HTTP.</summary>
internal sealed class HttpLiveMarkets(HttpSilo silo) : ILiveMarkets
{
    public Task<Answer<IReadOnlyList<MarketSummary>>> ListAsync(MarketsQuestion question, CancellationToken cancel) =>
        GetAsync<IReadOnlyList<MarketSummary>>(
            Paths.Markets + Paths.Query(("venue", question.Venue), ("asset", question.Asset), ("limit", Text(question.Count)), ("after", question.After)),
            cancel);

    public Task<Answer<MarketSummary>> GetMarketAsync(string market, CancellationToken cancel) => GetAsync<MarketSummary>(Paths.Market(market), cancel);

    public Task<Answer<BookView>> GetBookAsync(string market, int? depth, CancellationToken cancel) =>
        GetAsync<BookView>($"{Paths.Market(market)}/book{Paths.Query(("depth", Text(depth)))}", cancel);

    public Task<Answer<CostAnswer>> GetCostAsync(string market, CostQuestion question, CancellationToken cancel) => GetAsync<CostAnswer>(
        $"{Paths.Market(market)}/cost" + Paths.Query(
            ("side", question.Side),
            ("amount", question.Amount),
            ("unit", Unit(question.InBase)),
            ("fees", question.Fees),
            ("maxAge", Text(question.MaxAgeSeconds))),
        cancel);

    public Task<Answer<MarketMetrics>> GetMetricsAsync(string market, CancellationToken cancel) =>
        GetAsync<MarketMetrics>($"{Paths.Market(market)}/metrics", cancel);

    public Task<Answer<CostCurve>> GetCurveAsync(string market, string side, CancellationToken cancel) =>
        GetAsync<CostCurve>($"{Paths.Market(market)}/curve{Paths.Query(("side", side))}", cancel);

    public Task<Answer<PairPrices>> GetPairAsync(string baseAsset, string quoteAsset, CancellationToken cancel) =>
        GetAsync<PairPrices>(Paths.Pair(baseAsset, quoteAsset), cancel);

    public Task<Answer<BestAnswer>> GetBestAsync(string asset, string? currency, BestQuestion question, CancellationToken cancel) => GetAsync<BestAnswer>(
        Paths.Best + Paths.Query(
            ("asset", asset),
            ("side", question.Side),
            ("amount", question.Amount),
            ("currency", currency),
            ("unit", Unit(question.InBase)),
            ("maxAge", Text(question.MaxAgeSeconds))),
        cancel);

    public Task<Answer<BestCurve>> GetBestCurveAsync(string asset, string? currency, string side, CancellationToken cancel) =>
        GetAsync<BestCurve>($"{Paths.Best}/curve{Paths.Query(("asset", asset), ("side", side), ("currency", currency))}", cancel);

    public Task<Answer<MarketSummary>> AddAsync(string market, CancellationToken cancel) =>
        SendAsync<MarketSummary>(HttpMethod.Put, Paths.Market(market), cancel);

    public Task<Answer<MarketSummary>> RemoveAsync(string market, CancellationToken cancel) =>
        SendAsync<MarketSummary>(HttpMethod.Delete, Paths.Market(market), cancel);

    public Task<Answer<MarketSummary>> PullAsync(string market, CancellationToken cancel) =>
        SendAsync<MarketSummary>(HttpMethod.Post, $"{Paths.Market(market)}/pull", cancel);

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Unit(bool isInBase) => isInBase ? "base" : null;

    private Task<Answer<T>> GetAsync<T>(string path, CancellationToken cancel)
        where T : class => SendAsync<T>(HttpMethod.Get, path, cancel);

    private async Task<Answer<T>> SendAsync<T>(HttpMethod method, string path, CancellationToken cancel)
        where T : class => (await silo.SendAsync(method, path, cancel)).ToAnswer<T>();
}
