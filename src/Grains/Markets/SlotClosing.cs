using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Metrics;

namespace OrderBookSilo.Grains.Markets;

/// <summary>Closes the passed slots of all markets of a silo and records that in metrics and log.</summary>
public sealed partial class SlotClosing(SlotCloser closer, StoreOutages outages, PullMetrics metrics, ILogger<SlotClosing> log)
{
    /// <summary>
    /// Records the outcomes of the slots from one instant up to, not including, this slot; false when some stay open because something
    /// waits in the spool. Throws <see cref="StoreUnavailableException"/>.
    /// </summary>
    public async Task<bool> CloseAsync(Market market, Pair? pair, DateTimeOffset from, Slot before, CancellationToken cancel)
    {
        if (outages.Blocking is not null)
        {
            return false;
        }

        ClosedSlots closed;
        DateTimeOffset? next = from;
        do
        {
            closed = await closer.CloseAsync(market, pair, next.Value, before, cancel);
            next = closed.Next;
            metrics.Closed(market, closed);
            LogClosed(market, closed);
        }
        while (next is not null);
        return !closed.IsWaiting;
    }

    private void LogClosed(Market market, ClosedSlots closed)
    {
        if (closed.Finished > 0)
        {
            LogFinished(market, closed.Finished);
        }

        if (closed.Gaps.Count > 0)
        {
            LogGaps(market, closed.Gaps.Count, closed.Gaps[0], closed.Gaps[^1]);
        }

        foreach (var (slot, refusal) in closed.Failed)
        {
            LogNotClosed(refusal, market, slot);
        }
    }

    [LoggerMessage(1104, LogLevel.Warning, "{Market}: recorded {Gaps} gaps, for slots from {First} to {Last} that passed without a book")]
    private partial void LogGaps(Market market, int gaps, Slot first, Slot last);

    [LoggerMessage(1108, LogLevel.Information, "{Market}: computed the facts of {Slots} passed slots from archived captures")]
    private partial void LogFinished(Market market, int slots);

    [LoggerMessage(1109, LogLevel.Error, "{Market} {Slot}: could not compute facts from the archived captures; the audit will handle the slot")]
    private partial void LogNotClosed(Exception refusal, Market market, Slot slot);
}
