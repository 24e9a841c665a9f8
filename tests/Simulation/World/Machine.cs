using OrderBookSilo.Core.Failures;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>One silo's machine: its clock, its life, and the points where it may be killed, before and after every effect.</summary>
internal sealed class Machine(FaultPlan faults, Dice dice, SimulatedClock clock)
{
    private const double CrashShare = 0.02;
    private bool isDead;

    public SimulatedClock Clock => clock;

    /// <summary>Runs an effect on something outside the process.</summary>
    public T Effect<T>(Func<T> apply)
    {
        DieIf(FaultClass.Crash);
        var result = apply();
        DieIf(FaultClass.CrashAfterEffect);
        return result;
    }

    /// <summary>
    /// The same on a store that may also be unavailable: before the operation, or after it took effect but before it was
    /// confirmed.
    /// </summary>
    public T Effect<T>(StoreFaults store, CancellationToken cancel, Func<T> apply) => Effect(() =>
    {
        store.Before(clock, cancel);
        var result = apply();
        store.After();
        return result;
    });

    public void Revive() => isDead = false;

    public void Die()
    {
        isDead = true;
        throw new CrashException();
    }

    /// <summary>Code that unwinds after the end has no effects any more.</summary>
    public void MustLive()
    {
        if (isDead)
        {
            throw new CrashException();
        }
    }

    private void DieIf(FaultClass kind)
    {
        MustLive();
        if (faults.Strikes(kind, dice, CrashShare))
        {
            Die();
        }
    }
}

/// <summary>How a store fails: in outages and occasionally, immediately or after a long silence.</summary>
internal sealed class StoreFaults(string store, FaultPlan faults, Dice dice, Outages outages, FaultClass unavailable, FaultClass unavailableAfter, FaultClass slow)
{
    private const double ErrorShare = 0.1;
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(60);

    public void Before(SimulatedClock clock, CancellationToken cancel)
    {
        if (faults.Strikes(slow, dice, ErrorShare))
        {
            clock.Advance(SilenceMax * dice.Next());
            cancel.ThrowIfCancellationRequested();
        }

        if (faults.Has(unavailable) && outages.Contains(clock.Now))
        {
            faults.Count(unavailable);
            throw Away("unavailable");
        }

        if (faults.Strikes(unavailable, dice, ErrorShare))
        {
            throw Away("connection reset before the request was read");
        }
    }

    public void After()
    {
        if (faults.Strikes(unavailableAfter, dice, ErrorShare))
        {
            throw Away("connection reset before the answer came");
        }
    }

    private StoreUnavailableException Away(string message) => new(store, new IOException(message));
}
