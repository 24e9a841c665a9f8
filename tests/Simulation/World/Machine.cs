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
    /// A read of a store that may also be unavailable: before the operation, or after it took effect but before it was
    /// confirmed.
    /// </summary>
    public T Read<T>(StoreFaults store, CancellationToken cancel, Func<T> apply) => Effect(store, isWrite: false, cancel, apply);

    /// <summary>The same for a write, for which the store needs room.</summary>
    public T Write<T>(StoreFaults store, CancellationToken cancel, Func<T> apply) => Effect(store, isWrite: true, cancel, apply);

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

    private T Effect<T>(StoreFaults store, bool isWrite, CancellationToken cancel, Func<T> apply) => Effect(() =>
    {
        store.Before(clock, isWrite, cancel);
        var result = apply();
        store.After();
        return result;
    });

    private void DieIf(FaultClass kind)
    {
        MustLive();
        if (faults.Strikes(kind, dice, CrashShare))
        {
            Die();
        }
    }
}
