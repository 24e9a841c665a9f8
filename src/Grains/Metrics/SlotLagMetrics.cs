using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Grains.Metrics;

/// <summary>How far each active market of this silo is behind: measured when asked, so that a market that does nothing at all is seen.</summary>
public sealed class SlotLagMetrics
{
    private readonly ConcurrentDictionary<Market, DateTimeOffset> dueSince = new();
    private readonly TimeProvider time;

    public SlotLagMetrics(IMeterFactory meters, SlotSchedule schedule, TimeProvider time)
    {
        this.time = time;
        var meter = meters.Create(PullMetrics.MeterName);
        meter.CreateObservableGauge("orderbook_slot_seconds", () => schedule.SlotLength.TotalSeconds, "s", "Length of a slot.");
        meter.CreateObservableGauge(
            "orderbook_slot_lag_seconds", Lags, "s",
            "How long the oldest slot after a market's latest stored book has been due; 0 while the present slot has its book. By market, on the silo where it lives.");
    }

    /// <summary>A market is active here, and this is the last slot that it has a stored book of.</summary>
    public void Follow(Market market, DateTimeOffset? lastSlot, TimeSpan slotLength)
    {
        if (lastSlot is { } last)
        {
            dueSince[market] = last + slotLength;
        }
        else
        {
            dueSince.TryAdd(market, time.GetUtcNow());
        }
    }

    /// <summary>A market is stopped, or lives elsewhere now.</summary>
    public void Forget(Market market) => dueSince.TryRemove(market, out _);

    private IEnumerable<Measurement<double>> Lags()
    {
        var now = time.GetUtcNow();
        return dueSince.Select(market => new Measurement<double>(
            Math.Max(0, (now - market.Value).TotalSeconds),
            new KeyValuePair<string, object?>("venue", market.Key.Venue),
            new KeyValuePair<string, object?>("product", market.Key.Product)));
    }
}
