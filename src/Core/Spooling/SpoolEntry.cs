using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Spooling;

/// <summary>The end of an attempt that the stores do not have yet.</summary>
public abstract record SpoolEntry
{
    public abstract Market Market { get; }

    public abstract Slot Slot { get; }

    /// <summary>When the attempt ended.</summary>
    public abstract DateTimeOffset At { get; }
}

/// <summary>A capture that is neither in the archive nor in the warehouse for certain.</summary>
/// <param name="Pair">The market's pair as it was known; null when it was not.</param>
/// <param name="IsBook">Whether its bytes are a valid book; if not, the slot is still to be pulled.</param>
public sealed record SpooledCapture(Capture Capture, Pair? Pair, bool IsBook) : SpoolEntry
{
    public override Market Market => Capture.Market;

    public override Slot Slot => Capture.Slot;

    public override DateTimeOffset At => Capture.ReceivedAt;
}

/// <summary>A failed attempt whose row is not written yet.</summary>
public sealed record SpooledFailure(FailedPull Failed) : SpoolEntry
{
    public override Market Market => Failed.Market;

    public override Slot Slot => Failed.Slot;

    public override DateTimeOffset At => Failed.EndedAt;
}
