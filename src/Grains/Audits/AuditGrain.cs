using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Markets;
using OrderBookSilo.Grains.Metrics;
using Orleans.Runtime;

namespace OrderBookSilo.Grains.Audits;

/// <summary>
/// The audit of a cluster. A timer runs it in bounded parts between the pulls; the reminder restarts the timer if it was lost.
/// Audited slots are recorded in the warehouse. What waits in spools is kept in memory, as reported by the silos that are alive.
/// </summary>
public sealed partial class AuditGrain(
    Auditor auditor,
    IAuditReader audits,
    AuditMetrics metrics,
    StoreOutages outages,
    SlotSchedule schedule,
    ClockOffset clock,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<AuditGrain> log) : Grain, IAuditGrain, IRemindable
{
    private const string ReminderName = "audit";

    /// <summary>A newly activated grain waits this long for every living silo to report what its spool holds.</summary>
    private static readonly TimeSpan ListenTime = Auditor.ReportPeriod * 2.5;

    /// <summary>A silo that has not reported for this long is no longer counted as alive.</summary>
    private static readonly TimeSpan ReportAgeMax = Auditor.ReportPeriod * 6;

    /// <summary>Pause between two parts while there is more to audit.</summary>
    private static readonly TimeSpan PartDelay = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TurnTimeMax = TimeSpan.FromSeconds(40);

    private readonly Dictionary<string, (DateTimeOffset? WaitingFrom, long At)> reports = new(StringComparer.Ordinal);
    private IGrainTimer? timer;
    private long upSince;
    private bool hasReminder;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        upSince = time.GetTimestamp();
        timer = this.RegisterGrainTimer(
            AuditAsync, new GrainTimerCreationOptions(ListenTime * 1.01, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = false });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Forget();
        return Task.CompletedTask;
    }

    public async Task ReportAsync(string silo, DateTimeOffset? waitingFrom)
    {
        reports[silo] = (waitingFrom, time.GetTimestamp());
        if (!hasReminder)
        {
            await this.RegisterOrUpdateReminder(ReminderName, schedule.CheckPeriod, schedule.CheckPeriod);
            hasReminder = true;
        }
    }

    /// <summary>The call itself activates the grain, and the activation sets the timer.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    public async Task<AuditAnswer> AuditRangeAsync(AuditQuestion question)
    {
        using var deadline = NewDeadline();
        var market = question.Market is null ? (Market?)null : Market.Parse(question.Market);
        var after = question.AfterSlot is { } slot ? new AuditCursor(slot, question.AfterMarket is { } name ? Market.Parse(name) : null) : null;
        var run = await auditor.RunRangeAsync(question.From, question.To, market, after, End(), deadline.Token);
        LogRun(run);
        return new AuditAnswer(run.Slots, run.Repaired, run.Gaps.Count, run.Faulty.Count, run.ContinueAt?.Slot, run.ContinueAt?.Market?.ToString());
    }

    private async Task AuditAsync(CancellationToken cancel)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }

        var next = schedule.CheckPeriod;
        try
        {
            using var deadline = NewDeadline();
            var run = await auditor.RunAsync(End(), deadline.Token);
            LogRun(run);
            metrics.Stands(await audits.ReadFindingsAsync(null, AuditMetrics.FindingsMax, deadline.Token), await audits.ReadSlotShareAsync(deadline.Token));
            next = run.ContinueAt is null ? next : PartDelay;
        }
        catch (OperationCanceledException)
        {
            LogCut();
            next = PartDelay;
        }
        catch (StoreUnavailableException unavailable)
        {
            if (outages.TryBegin(unavailable))
            {
                LogUnavailable(unavailable.Store, unavailable.InnerException?.Message ?? "");
            }
        }
        catch (Exception bug)
        {
            LogThrew(bug);
        }

        timer?.Change(BesidePulls(next), Timeout.InfiniteTimeSpan);
    }

    // Pulls come first: nothing is audited at the start of a slot, when they run.
    private TimeSpan BesidePulls(TimeSpan delay)
    {
        var at = time.GetUtcNow() + delay;
        var pulled = schedule.SlotAt(at).Start + schedule.Spread;
        return at < pulled ? pulled - time.GetUtcNow() : delay;
    }

    // Until every silo has reported its spool, a slot that looks empty may still have a capture waiting there.
    private DateTimeOffset End()
    {
        if (time.GetElapsedTime(upSince) < ListenTime)
        {
            throw new StoreUnavailableException("audit", new TimeoutException("it is waiting for every silo to report its spool; try again in a minute"));
        }

        foreach (var silent in reports.Where(report => time.GetElapsedTime(report.Value.At) > ReportAgeMax).Select(report => report.Key).ToList())
        {
            reports.Remove(silent);
        }

        if (clock.State == ClockState.Unknown)
        {
            throw new StoreUnavailableException("audit", new InvalidOperationException(clock.Describe()));
        }

        return Auditor.EndOf(schedule, clock.Now.At, reports.Values.Min(report => report.WaitingFrom));
    }

    // The stores take real time, whatever clock the slots follow.
    private Deadline NewDeadline() => new(TurnTimeMax, TimeProvider.System, lifetime.ApplicationStopping);

    private void LogRun(AuditRun run)
    {
        metrics.Audited(run);
        if (run.Gaps.Count > 0)
        {
            LogGaps(run.Gaps.Count, run.Gaps[0].Market, run.Gaps[0].Slot);
        }

        foreach (var (slot, finding) in run.Faulty.SelectMany(slot => slot.Findings.Select(finding => (slot, finding))))
        {
            LogFinding(slot.Market, slot.Slot, finding.Kind.Text(), finding.Key, finding.Message);
        }

        if (run.Repaired > 0)
        {
            LogRepaired(run.Repaired);
        }
    }

    [LoggerMessage(1601, LogLevel.Error, "{Market} {Slot}: {Kind} {Key}: {Message}")]
    private partial void LogFinding(Market market, Slot slot, string kind, string key, string message);

    [LoggerMessage(1602, LogLevel.Warning, "The audit recorded {Gaps} gaps for slots that passed without a book, the first of {Market} {Slot}")]
    private partial void LogGaps(int gaps, Market market, Slot slot);

    [LoggerMessage(1603, LogLevel.Information, "The audit computed the facts of {Captures} archived captures that no pull had recorded")]
    private partial void LogRepaired(int captures);

    [LoggerMessage(1604, LogLevel.Warning, "The audit was cancelled by its deadline or because the silo is stopping; it continues where it stopped")]
    private partial void LogCut();

    [LoggerMessage(1605, LogLevel.Warning, "The audit is waiting: {Store} unavailable ({Message})")]
    private partial void LogUnavailable(string store, string message);

    [LoggerMessage(1606, LogLevel.Error, "Unexpected error in the audit")]
    private partial void LogThrew(Exception bug);
}
