using Microsoft.Extensions.Logging;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace OrderBookSilo.Grains.Questions;

/// <summary>Answers the live questions on the silo that receives them.</summary>
[StatelessWorker]
public sealed partial class LiveMarketsGrain(MarketList list, MarketQuestions markets, PairQuestions pairs, AuditTrail trail, ISiloStatusOracle silos, ILogger<LiveMarketsGrain> log)
    : Grain, ILiveMarketsGrain
{
    public Task<Answer<IReadOnlyList<MarketSummary>>> ListAsync(MarketsQuestion question, CancellationToken cancel) =>
        AnswerAsync(() => list.AnswerAsync(question, cancel), cancel);

    public Task<Answer<MarketSummary>> GetMarketAsync(string market, CancellationToken cancel) =>
        AnswerAsync(() => markets.GetSummaryAsync(market, cancel), cancel);

    public Task<Answer<BookView>> GetBookAsync(string market, int? depth, CancellationToken cancel) =>
        AnswerAsync(() => markets.GetBookAsync(market, depth, cancel), cancel);

    public Task<Answer<CostAnswer>> GetCostAsync(string market, CostQuestion question, CancellationToken cancel) =>
        AnswerAsync(() => markets.GetCostAsync(market, question, cancel), cancel);

    public Task<Answer<MarketMetrics>> GetMetricsAsync(string market, CancellationToken cancel) =>
        AnswerAsync(() => markets.GetMetricsAsync(market, cancel), cancel);

    public Task<Answer<CostCurve>> GetCurveAsync(string market, string side, CancellationToken cancel) =>
        AnswerAsync(() => markets.GetCurveAsync(market, side, cancel), cancel);

    public Task<Answer<PairPrices>> GetPairAsync(string baseAsset, string quoteAsset, CancellationToken cancel) =>
        AnswerAsync(() => pairs.GetPricesAsync(baseAsset, quoteAsset), cancel);

    public Task<Answer<BestAnswer>> GetBestAsync(string asset, string? currency, BestQuestion question, CancellationToken cancel) =>
        AnswerAsync(() => pairs.GetBestAsync(asset, currency, question), cancel);

    public Task<Answer<BestCurve>> GetBestCurveAsync(string asset, string? currency, string side, CancellationToken cancel) =>
        AnswerAsync(() => pairs.GetCurveAsync(asset, currency, side), cancel);

    public Task<Answer<MarketSummary>> AddAsync(string market, CancellationToken cancel) =>
        trail.RecordAsync("addMarket", market, AnswerAsync(() => markets.AddAsync(market, cancel), cancel));

    public Task<Answer<MarketSummary>> RemoveAsync(string market, CancellationToken cancel) =>
        trail.RecordAsync("removeMarket", market, AnswerAsync(() => markets.RemoveAsync(market, cancel), cancel));

    public Task<Answer<MarketSummary>> PullAsync(string market, CancellationToken cancel) =>
        trail.RecordAsync("pullMarket", market, AnswerAsync(() => markets.PullAsync(market, cancel), cancel));

    // Runs off the grain's scheduler, so that writing a large book does not delay other callers.
    private Task<Answer<T>> AnswerAsync<T>(Func<Task<Answer<T>>> answer, CancellationToken cancel)
        where T : class => Task.Run(() => GuardAsync(answer, cancel), CancellationToken.None);

    private async Task<Answer<T>> GuardAsync<T>(Func<Task<Answer<T>>> answer, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await RepeatedCall.RunAsync(answer, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            var problem = QuestionProblems.Of(e, OtherSilos.Exist(silos));
            if (problem.Status == 500)
            {
                LogBug(e);
            }

            return problem;
        }
    }

    [LoggerMessage(1402, LogLevel.Error, "Unexpected error in a live question")]
    private partial void LogBug(Exception bug);
}
