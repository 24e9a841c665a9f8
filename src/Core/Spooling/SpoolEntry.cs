using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Spooling;

/// <summary>The result of an attempt that the stores do not have yet.</summary>
public abstract record SpoolEntry
{
    public abstract Market Market { get; }

    public abstract Slot Slot { get; }

    public abstract DateTimeOffset At { get; }
}

/// <summary>A capture that may be missing from the archive or the warehouse.</summary>
/// <param name="Pair">The market's pair; null when it was unknown.</param>
/// <param name="IsBook">Whether its bytes are a valid book; if not, the slot still has to be pulled.</param>
public sealed record SpooledCapture(Capture Capture, Pair? Pair, bool IsBook) : SpoolEntry
{
    public override Market Market => Capture.Market;

    public override Slot Slot => Capture.Slot;

    public override DateTimeOffset At => Capture.ReceivedAt;
}

/// <summary>A failed attempt whose row is not yet written.</summary>
public sealed record SpooledFailure(FailedPull Failed) : SpoolEntry
{
    public override Market Market => Failed.Market;

    public override Slot Slot => Failed.Slot;

    public override DateTimeOffset At => Failed.EndedAt;
}
