using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Metrics;

namespace OrderBookSilo.Grains.Markets;

/// <summary>Collects what markets observe about the stores; each outage is logged once, by the first market that notices it.</summary>
public sealed partial class OutageReports(StoreOutages outages, PullMetrics metrics, ILogger<OutageReports> log)
{
    public void Report(Market market, StoreUnavailableException found)
    {
        metrics.StoreUnavailable(found);
        if (outages.TryBegin(found))
        {
            LogUnavailable(market, found.Store, found.InnerException?.Message ?? "");
        }
    }

    /// <summary>Updates the stores' status from the result of an attempt.</summary>
    public void Report(Market market, PullResult result)
    {
        switch (result)
        {
            case PullResult.Committed:
                outages.Clear();
                break;
            case PullResult.Failed { Row: FailureRow.Written }:
                outages.TryEnd("warehouse");
                break;
            case var _ when result.FindUnavailable() is { } found:
                Report(market, found);
                break;
        }
    }

    [LoggerMessage(1103, LogLevel.Warning, "{Store} unavailable, first seen by {Market}: {Message}")]
    private partial void LogUnavailable(Market market, string store, string message);
}
