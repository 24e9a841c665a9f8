using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Grains.Metrics;

/// <summary>How far each active market of this silo is behind, measured at each scrape so that a market that does nothing still shows.</summary>
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
            "How long the oldest slot after a market's latest stored book has been due; 0 while the current slot has its book. By market, on the silo that hosts it.");
    }

    /// <summary>A market is active on this silo; the slot is the last one with a stored book.</summary>
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

    /// <summary>A market was stopped, or has moved to another silo.</summary>
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
