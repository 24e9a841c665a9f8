using Microsoft.Extensions.Logging;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Metrics;

namespace OrderBookSilo.Grains.Markets;

/// <summary>Runs the attempts of all markets of a silo and records them in trace, metrics and log.</summary>
public sealed partial class PullRunner(
    PullAttempt attempt,
    ProductLearner learner,
    PullActivity activity,
    PullMetrics metrics,
    OutageReports outages,
    ClockOffset clock,
    TimeProvider time,
    ILogger<PullRunner> log)
{
    /// <summary>Runs one attempt, after learning the market's pair if the listing is available. Throws only when the silo stops.</summary>
    public async Task<PullResult> RunAsync(MarketState state, PullRequest request, Deadline deadline)
    {
        using var pull = activity.Begin();
        using var trace = PullTrace.Pull(request.Market);
        var started = time.GetTimestamp();
        // The warehouse would date what is learned by this clock.
        if (clock.State != ClockState.Off)
        {
            await learner.LearnAsync(request.Market, state, deadline);
        }

        var result = await attempt.RunAsync(request with { Pair = MarketSummaries.PairOf(state) }, deadline);
        var elapsed = time.GetElapsedTime(started);
        PullTrace.End(trace, result);
        metrics.Pulled(request.Market, result, elapsed);
        LogResult(request.Market, result, elapsed);
        outages.Report(request.Market, result);
        return result;
    }

    private void LogResult(Market market, PullResult result, TimeSpan elapsed)
    {
        if (result.FindFailed() is { } failed)
        {
            LogFailed(market, failed.Slot, failed.Failure.Words());
        }
        else if (result.FindBook() is { Capture: var capture, Book: var book })
        {
            LogPulled(market, capture.Slot, book.Bids.Count, book.Asks.Count, elapsed.TotalSeconds);
        }
    }

    [LoggerMessage(1101, LogLevel.Information, "{Market} {Slot}: {BidLevels} bids, {AskLevels} asks in {Seconds:0.00} s")]
    private partial void LogPulled(Market market, Slot slot, int bidLevels, int askLevels, double seconds);

    [LoggerMessage(1102, LogLevel.Warning, "{Market} {Slot}: {Failure}")]
    private partial void LogFailed(Market market, Slot slot, string failure);
}
