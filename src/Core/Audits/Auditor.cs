using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Audits;

/// <summary>
/// Compares the due slots with facts and archive, a bounded number per call: writes the facts that archived captures allow,
/// records gaps for slots without evidence, and reports what it cannot repair. Running it twice changes nothing.
/// </summary>
public sealed class Auditor(FactWriter facts, IArchive archive, IFactStore warehouse, IAuditLedger ledger, TimeProvider time)
{
    /// <summary>Maximum number of slots audited in one call.</summary>
    public const int SlotsMax = 100;

    /// <summary>How far back the first audit of a market goes; older slots are audited on request.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    /// <summary>A call starts no further slot after this time.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(15);

    /// <summary>How often a silo reports what its spool holds, so that a past slot is not recorded as a gap too early.</summary>
    public static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(30);

    private const int ChecksOfGrace = 2;
    private static readonly TimeSpan GraceMin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan WindowMax = TimeSpan.FromDays(1);

    private readonly EvidenceReader evidence = new(archive, time);

    /// <summary>
    /// Slots that ended before this instant may be audited: their own markets have had two checks to close them, and none of
    /// their entries are in the spool of a known silo.
    /// </summary>
    /// <param name="waitingFrom">Start of the oldest slot with an entry in a spool; null when there is none.</param>
    public static DateTimeOffset EndOf(SlotSchedule schedule, DateTimeOffset now, DateTimeOffset? waitingFrom)
    {
        var grace = schedule.CheckPeriod * ChecksOfGrace;
        var end = now - (grace > GraceMin ? grace : GraceMin);
        return waitingFrom < end ? waitingFrom.Value : end;
    }

    /// <summary>
    /// Audits the slots that ended before this instant and were not audited yet. Throws
    /// <see cref="StoreUnavailableException"/>; slots audited up to then stay audited.
    /// </summary>
    public async Task<AuditRun> RunAsync(DateTimeOffset before, CancellationToken cancel)
    {
        var run = await FindFutureAsync(cancel);
        var (started, oldest) = (time.GetTimestamp(), time.GetUtcNow() - LookBack);
        var from = await ledger.FindAuditedUntilAsync(cancel) is { } until && until > oldest ? until : oldest;
        while (from < before && !run.IsFull)
        {
            var window = new AuditWindow(from, Earlier(from + WindowMax, before), IsUnaudited: true);
            run = await AuditAsync(run, window, started, cancel);
            if (!run.IsFull)
            {
                await ledger.AdvanceAuditAsync(window.To, cancel);
            }

            from = window.To;
        }

        return run;
    }

    /// <summary>
    /// Audits a range again, starting at the cursor if there is one. The work of one call is bounded, even where there is
    /// nothing to audit; when it has to stop early, the result contains the cursor to continue from.
    /// </summary>
    public async Task<AuditRun> RunRangeAsync(
        DateTimeOffset from, DateTimeOffset to, Market? market, AuditCursor? after, DateTimeOffset before, CancellationToken cancel)
    {
        var run = new AuditRun();
        var (started, start, end) = (time.GetTimestamp(), after?.Slot ?? from, Earlier(to, before));
        while (start < end && !run.IsFull)
        {
            var window = new AuditWindow(start, Earlier(start + WindowMax, end), IsUnaudited: false, market, after?.Market is null ? null : after);
            run = await AuditAsync(run, window, started, cancel);
            start = window.To;
            if (!run.IsFull && start < end && time.GetElapsedTime(started) >= TimeMax)
            {
                return run with { ContinueAt = new AuditCursor(start, null) };
            }
        }

        return run;
    }

    private async Task<AuditRun> FindFutureAsync(CancellationToken cancel)
    {
        var found = await ledger.RecordFutureSlotsAsync(time.GetUtcNow(), cancel);
        return new AuditRun { Faulty = [.. found.Select(of => new AuditedSlot(of.Market, of.Slot, 0, IsGap: false, [of.Finding]))] };
    }

    private async Task<AuditRun> AuditAsync(AuditRun run, AuditWindow window, long started, CancellationToken cancel)
    {
        var slots = await ledger.ReadAuditSlotsAsync(window, SlotsMax - run.Slots, cancel);
        evidence.Expect(slots);
        foreach (var slot in slots)
        {
            run = run.With(await AuditAsync(slot, window.IsUnaudited, cancel));
            if (run.Slots == SlotsMax || time.GetElapsedTime(started) >= TimeMax)
            {
                return run with { ContinueAt = new AuditCursor(slot.Slot.Start, slot.Market) };
            }
        }

        return run;
    }

    private async Task<AuditedSlot> AuditAsync(AuditSlot slot, bool advances, CancellationToken cancel)
    {
        var findings = new List<AuditFinding>();
        foreach (var named in slot.Named)
        {
            findings.AddRange(await CheckAsync(named, slot.Slot, cancel));
        }

        var (hasBook, repaired) = await AdoptUnnamedAsync(slot, findings, cancel);
        var isGap = slot is { IsDue: true, HasBook: false, HasGap: false } && !hasBook;
        if (isGap)
        {
            await warehouse.RecordGapsAsync(slot.Market, [slot.Slot], time.GetUtcNow(), cancel);
        }

        await ledger.SaveAuditAsync(slot.Market, slot.Slot, findings, advances, time.GetUtcNow(), cancel);
        return new AuditedSlot(slot.Market, slot.Slot, repaired, isGap, findings);
    }

    private async Task<IEnumerable<AuditFinding>> CheckAsync(NamedObject named, Slot slot, CancellationToken cancel)
    {
        try
        {
            var archived = await evidence.ReadAsync(named.Key, slot.Length, cancel);
            return archived is null ? [new AuditFinding(AuditFindingKind.MissingObject, named.Key, "facts refer to it, but it is not in the archive")]
                : archived.Capture.Sha256 == named.Sha256 ? []
                : [new AuditFinding(AuditFindingKind.DamagedObject, named.Key, $"its bytes have SHA-256 {archived.Capture.Sha256}, the facts say {named.Sha256}")];
        }
        catch (Exception damage) when (damage is not (StoreUnavailableException or OperationCanceledException))
        {
            return [new AuditFinding(AuditFindingKind.DamagedObject, named.Key, damage.Message)];
        }
    }

    /// <summary>
    /// Writes facts for the archived objects that no pull refers to, the earliest first; the first valid one becomes the book
    /// of a slot without one.
    /// </summary>
    private async Task<(bool HasBook, int Repaired)> AdoptUnnamedAsync(AuditSlot slot, List<AuditFinding> findings, CancellationToken cancel)
    {
        var captures = new List<ArchivedCapture>();
        foreach (var key in (await archive.ListAsync(slot.Market, slot.Slot, cancel)).Except(slot.Named.Select(named => named.Key)))
        {
            try
            {
                captures.AddRange(await evidence.ReadAsync(key, slot.Slot.Length, cancel) is { } archived ? [archived] : []);
            }
            catch (Exception damage) when (damage is not (StoreUnavailableException or OperationCanceledException))
            {
                findings.Add(new AuditFinding(AuditFindingKind.UnnamedObject, key, damage.Message));
            }
        }

        var (hasBook, repaired) = (false, 0);
        foreach (var capture in captures.OrderBy(archived => archived.Capture.ReceivedAt))
        {
            try
            {
                hasBook |= await WriteAsync(capture, slot.Pair, cancel);
                repaired++;
            }
            catch (Exception refusal) when (refusal is not (StoreUnavailableException or OperationCanceledException))
            {
                findings.Add(new AuditFinding(AuditFindingKind.UnnamedObject, capture.Key, $"no facts could be computed from it: {refusal.Message}"));
            }
        }

        return (hasBook, repaired);
    }

    /// <summary>Whether the capture is a book. An error that does not come again was not the capture's fault.</summary>
    private async Task<bool> WriteAsync(ArchivedCapture capture, Pair? pair, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return (await facts.WriteAsync(capture, pair, cancel)).Failure is null;
            }
            catch (Exception refusal) when (tries < EvidenceReader.TriesMax && refusal is not (StoreUnavailableException or OperationCanceledException))
            {
                // Once more.
            }
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

/// <summary>The result of auditing one slot.</summary>
/// <param name="Repaired">Number of archived captures whose facts were written by this audit.</param>
public sealed record AuditedSlot(Market Market, Slot Slot, int Repaired, bool IsGap, IReadOnlyList<AuditFinding> Findings);

/// <summary>The result of one call of the auditor.</summary>
public sealed record AuditRun
{
    public int Slots { get; private init; }

    public int Repaired { get; private init; }

    /// <summary>Slots for which a gap was recorded.</summary>
    public IReadOnlyList<AuditedSlot> Gaps { get; private init; } = [];

    /// <summary>Slots with defects that cannot be repaired.</summary>
    public IReadOnlyList<AuditedSlot> Faulty { get; internal init; } = [];

    /// <summary>Where the next call continues when this one reached its limit; null when every slot was audited.</summary>
    public AuditCursor? ContinueAt { get; init; }

    internal bool IsFull => ContinueAt is not null;

    internal AuditRun With(AuditedSlot slot) => this with
    {
        Slots = Slots + 1,
        Repaired = Repaired + slot.Repaired,
        Gaps = slot.IsGap ? [.. Gaps, slot] : Gaps,
        Faulty = slot.Findings.Count > 0 ? [.. Faulty, slot] : Faulty,
    };
}
