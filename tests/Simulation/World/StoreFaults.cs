using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>
/// How a store fails: in outages and occasionally, immediately or after a long silence, with an error that nobody knows, or
/// because its disk is full, which reads do not notice.
/// </summary>
internal sealed class StoreFaults(string store, StoreFaultClasses kinds, RunSettings settings)
{
    private const double ErrorShare = 0.1;
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(60);

    /// <summary>An unknown error that comes alone is not repeated within this time, or it would be one entry's fault by all appearances.</summary>
    private static readonly TimeSpan AloneTime = TimeSpan.FromMinutes(5);

    private readonly FaultPlan faults = settings.Faults;
    private readonly Dice dice = new(settings.Seed, store);
    private readonly Dice unknownDice = new(settings.Seed, $"{store} unknown errors");
    private readonly Outages outages = settings.OutagesOf(kinds.Unavailable);
    private readonly Outages unknownErrors = settings.OutagesOf(kinds.Unknown);
    private readonly Outages full = settings.OutagesOf(kinds.Full);
    private DateTimeOffset noneUntil;

    public void Before(SimulatedClock clock, bool isWrite, CancellationToken cancel)
    {
        if (faults.Strikes(kinds.Slow, dice, ErrorShare))
        {
            clock.Advance(SilenceMax * dice.Next());
            cancel.ThrowIfCancellationRequested();
        }

        if (IsIn(outages, kinds.Unavailable, clock.Now))
        {
            throw Unavailable("unavailable");
        }

        if (faults.Strikes(kinds.Unavailable, dice, ErrorShare))
        {
            throw Unavailable("connection reset before the request was read");
        }

        if (isWrite && IsIn(full, kinds.Full, clock.Now))
        {
            throw new StoreUnavailableException(store, new IOException("no space left on device")) { IsDiskFull = true };
        }

        ThrowUnknown(clock.Now);
    }

    public void After()
    {
        if (faults.Strikes(kinds.UnavailableAfter, dice, ErrorShare))
        {
            throw Unavailable("connection reset before the answer came");
        }
    }

    private void ThrowUnknown(DateTimeOffset now)
    {
        if (IsIn(unknownErrors, kinds.Unknown, now))
        {
            throw new UnknownStoreException("XX000: the store fails in a way that nobody knows");
        }

        if (now >= noneUntil && faults.Strikes(kinds.Unknown, unknownDice, ErrorShare))
        {
            noneUntil = now + AloneTime;
            throw new UnknownStoreException("XX001: the store failed once in a way that nobody knows");
        }
    }

    private bool IsIn(Outages periods, FaultClass kind, DateTimeOffset now)
    {
        var isIn = faults.Has(kind) && periods.Contains(now);
        if (isIn)
        {
            faults.Count(kind);
        }

        return isIn;
    }

    private StoreUnavailableException Unavailable(string message) => new(store, new IOException(message));
}

/// <summary>The classes of the faults that one store has.</summary>
internal sealed record StoreFaultClasses(FaultClass Unavailable, FaultClass UnavailableAfter, FaultClass Slow, FaultClass Unknown, FaultClass Full)
{
    public static readonly StoreFaultClasses Archive = new(
        FaultClass.ArchiveAway, FaultClass.ArchiveAwayAfterEffect, FaultClass.ArchiveSlow, FaultClass.ArchiveUnknownError, FaultClass.ArchiveFull);

    public static readonly StoreFaultClasses Warehouse = new(
        FaultClass.WarehouseAway, FaultClass.WarehouseAwayAfterEffect, FaultClass.WarehouseSlow, FaultClass.WarehouseUnknownError, FaultClass.WarehouseFull);
}

/// <summary>An error of a store that no product code knows.</summary>
internal sealed class UnknownStoreException(string message) : Exception(message)
{
    private const string Mark = "in a way that nobody knows";

    /// <summary>Whether a finding was recorded because of such an error, without another object that could be read.</summary>
    public static bool IsCauseOf(AuditFinding finding) =>
        finding.Message.Contains(Mark, StringComparison.Ordinal) && !finding.Message.Contains("while others can", StringComparison.Ordinal);
}
