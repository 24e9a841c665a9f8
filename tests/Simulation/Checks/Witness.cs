using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Simulation.World;

namespace OrderBookSilo.Simulation.Checks;

/// <summary>Records what was promised during a run and reports violations immediately.</summary>
internal sealed class Witness(SimulatedWarehouse warehouse, RunSettings settings, bool mayClockMove, bool mayDiskRefuse)
{
    private const int ViolationsMax = 20;
    private readonly SlotSchedule schedule = settings.Schedule;
    private readonly List<string> violations = [];

    public IReadOnlyList<string> Violations => violations;

    /// <summary>Captures of valid books that a pull reported as stored or kept for the stores.</summary>
    public HashSet<(Market Market, Slot Slot, string Sha256)> KeptBooks { get; } = [];

    /// <summary>Failed attempts with the same promise.</summary>
    public HashSet<(Market Market, Slot Slot, DateTimeOffset RequestedAt, string? Sha256, FailureKind Kind)> KeptFailures { get; } = [];

    /// <summary>The venues as accessed by every process, for their budgets.</summary>
    public List<SimulatedVenues> Fetchers { get; } = [];

    /// <summary>Ticks that were delivered twice.</summary>
    public int DoubledTicks { get; set; }

    public void Report(string violation)
    {
        if (violations.Count < ViolationsMax)
        {
            violations.Add(violation);
        }
    }

    public void Came(SimulatedVenues fetcher) => Fetchers.Add(fetcher);

    /// <summary>An attempt of a slot starts, the count-th of this process.</summary>
    public void Attempted(Market market, Slot slot, int count)
    {
        var checks = (int)(schedule.SlotLength / schedule.CheckPeriod) + 1;
        // A clock that is set back repeats its checks.
        if (!mayClockMove && count > RetryPolicy.AttemptsMax + checks + DoubledTicks)
        {
            Report($"{market} {slot}: attempt {count}");
        }
    }

    /// <summary>The next attempt is scheduled: in quick succession as often as the policy allows, then only by the regular check.</summary>
    public void Appointed(Market market, string offsetKey, SlotAttempts attempts, DateTimeOffset now, TimeSpan wait)
    {
        var isBySchedule = now + wait == schedule.NextCheck(now, offsetKey) || now + wait == schedule.NextFirstAttempt(now, offsetKey);
        if (attempts.Slot == schedule.SlotAt(now) && attempts is { Count: >= RetryPolicy.AttemptsMax, LastFailure: not null } && !isBySchedule)
        {
            Report($"{market} {attempts.Slot}: attempt {attempts.Count + 1} is scheduled after {wait} instead of with the next check");
        }
    }

    /// <summary>A market writes to the warehouse.</summary>
    public void Wrote(bool isPulling, Spool spool)
    {
        if (isPulling && !spool.IsEmpty)
        {
            Report($"a market's write overtook {spool.Look().Entries} entries of the spool");
        }
    }

    /// <summary>The drain has finished an entry.</summary>
    public void Drained(long number, long oldest)
    {
        if (number != oldest)
        {
            Report($"entry {number} of the spool overtook entry {oldest}");
        }
    }

    public void Ended(Market market, PullResult result)
    {
        CheckReason(market, result);
        switch (result)
        {
            case PullResult.Committed or PullResult.Spooled:
                var capture = result.FindBook()!.Capture;
                KeptBooks.Add((market, capture.Slot, capture.Sha256));
                break;
            case PullResult.Failed { Row: FailureRow.Written or FailureRow.Spooled, Pull: var failed }:
                KeptFailures.Add((market, failed.Slot, failed.RequestedAt, failed.Sha256, failed.Failure.Kind));
                break;
            case PullResult.LiveOnly { Row: FailureRow.Written or FailureRow.Spooled, Pull: var unkept } when mayDiskRefuse:
                KeptFailures.Add((market, unkept.Slot, unkept.RequestedAt, unkept.Sha256, unkept.Failure.Kind));
                break;
            case PullResult.LiveOnly or PullResult.Failed when !mayDiskRefuse:
                Report($"{market}: an attempt ended and was not kept ({result.FindUnavailable()?.Message})");
                break;
        }
    }

    // A book that nothing had room for is a failed attempt for that reason, and a valid book is never defective.
    private void CheckReason(Market market, PullResult result)
    {
        if (result is PullResult.LiveOnly { Pull.Failure: { Kind: not FailureKind.DiskFull } other })
        {
            Report($"{market}: a book that the disk had no room for failed as {other.Kind}");
        }

        if (result is PullResult.Failed { Pull: { Sha256: { } sha256, Failure: { RetryClass: RetryClass.DefectiveData } defect } }
            && settings.Sources[market].Sent[sha256].IsBook)
        {
            Report($"{market}: a valid book failed as {defect.Kind}: {defect.Message}");
        }
    }

    /// <summary>A grain persists that a slot is done.</summary>
    public void StateWritten(Market market, DateTimeOffset slot, DateTimeOffset before)
    {
        if (slot <= before)
        {
            Report($"{market}: the state went back from {before:u} to {slot:u}");
        }

        if (!warehouse.Markets[market].TryGetValue(slot, out var rows) || rows.Books.Count == 0)
        {
            Report($"{market} {slot:u}: the state is ahead of the warehouse");
        }
    }
}
