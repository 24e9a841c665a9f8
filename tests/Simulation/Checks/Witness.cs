using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Simulation.World;

namespace OrderBookSilo.Simulation.Checks;

/// <summary>Records what was promised during a run and reports violations immediately.</summary>
internal sealed class Witness(SimulatedWarehouse warehouse, SlotSchedule schedule, bool mayClockMove, bool mayDiskRefuse)
{
    private const int ViolationsMax = 20;
    private readonly List<string> violations = [];

    public IReadOnlyList<string> Violations => violations;

    /// <summary>Captures of valid books that a pull reported as stored or kept for the stores.</summary>
    public HashSet<(Market Market, Slot Slot, string Sha256)> KeptBooks { get; } = [];

    /// <summary>Failed attempts with the same promise.</summary>
    public HashSet<(Market Market, Slot Slot, DateTimeOffset RequestedAt, string? Sha256)> KeptFailures { get; } = [];

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
        switch (result)
        {
            case PullResult.Committed or PullResult.Spooled:
                var capture = result.FindBook()!.Capture;
                KeptBooks.Add((market, capture.Slot, capture.Sha256));
                break;
            case PullResult.Failed { Row: FailureRow.Written or FailureRow.Spooled, Pull: var failed }:
                KeptFailures.Add((market, failed.Slot, failed.RequestedAt, failed.Sha256));
                break;
            case PullResult.LiveOnly or PullResult.Failed when !mayDiskRefuse:
                Report($"{market}: an attempt ended and was not kept ({result.FindUnavailable()?.Message})");
                break;
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
