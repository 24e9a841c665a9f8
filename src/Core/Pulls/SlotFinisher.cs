using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Pulls;

/// <summary>
/// Finishes what earlier attempts left in archive or spool, before a slot's book is fetched and before the slot becomes a gap.
/// </summary>
public sealed class SlotFinisher(FactWriter facts, IArchive archive, IFactStore warehouse, Spool spool, StoreOutages outages, TimeProvider time)
{
    /// <summary>Maximum number of captures of one slot that are examined.</summary>
    public const int CapturesMax = 50;

    /// <summary>How long an attempt waits for unresponsive stores before it continues with the fetch.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Finishes the current slot for an attempt, as far as the stores respond in time. Whatever they do, the slot can be fetched:
    /// throws only when the attempt is stopped.
    /// </summary>
    public async Task<SlotBefore> FinishAsync(PullRequest request, Deadline attempt)
    {
        if (request.SlotIsDone)
        {
            return default;
        }

        var slot = Slot.Containing(time.GetUtcNow(), request.SlotLength);
        if (!request.WantsFresh && spool.HoldsBook(request.Market, slot))
        {
            return new SlotBefore(await FindSpooledAsync(request, slot, attempt.Token), null);
        }

        if (outages.Blocking is { } known)
        {
            return new SlotBefore(null, known);
        }

        using var deadline = new Deadline(TimeMax, time, attempt.Token);
        try
        {
            var finished = await FinishAsync(request.Market, request.Pair, slot, deadline.Token);
            return new SlotBefore(request.WantsFresh ? null : finished, null);
        }
        catch (StoreUnavailableException outage)
        {
            return new SlotBefore(null, outage);
        }
        catch (Exception other) when (!attempt.IsStopped)
        {
            return new SlotBefore(null, new StoreUnavailableException(StoreUnavailableException.EitherStore, other));
        }
    }

    /// <summary>
    /// Returns the slot's book, or computes facts from its archived captures that no pull refers to, the earliest valid one
    /// becoming its book; null when there is neither. While the spool is not empty, the facts wait. Throws
    /// <see cref="StoreUnavailableException"/>.
    /// </summary>
    public async Task<PullResult?> FinishAsync(Market market, Pair? pair, Slot slot, CancellationToken cancel)
    {
        if (await warehouse.FindBookAsync(market, slot, cancel) is { } record)
        {
            var snapshot = await facts.RestoreAsync(record, pair, cancel);
            return snapshot is null ? null : new PullResult.Committed(snapshot);
        }

        PullResult? first = null;
        foreach (var archived in await ReadUnnamedAsync(market, slot, cancel))
        {
            var finished = spool.IsEmpty ? await WriteAsync(archived, pair, cancel) : Wait(archived);
            first ??= finished;
        }

        return first;
    }

    private async Task<PullResult?> WriteAsync(ArchivedCapture archived, Pair? pair, CancellationToken cancel)
    {
        var written = await facts.WriteAsync(archived, pair, cancel);
        return written.TryGet(out var snapshot, out _) ? new PullResult.Committed(snapshot) : null;
    }

    private PullResult? Wait(ArchivedCapture archived) =>
        facts.Parse(archived.Capture).TryGet(out var book, out _)
            ? new PullResult.Spooled(new CapturedBook(archived.Capture, book), null)
            : null;

    // A book of the slot is in the spool: a caller without an answer gets it from there.
    private async Task<PullResult> FindSpooledAsync(PullRequest request, Slot slot, CancellationToken cancel)
    {
        var waiting = request.SlotIsCaptured ? null : await spool.ReadBookAsync(request.Market, slot, cancel);
        return waiting is not null && facts.Parse(waiting.Capture).TryGet(out var book, out _)
            ? new PullResult.Spooled(new CapturedBook(waiting.Capture, book), outages.Blocking)
            : new PullResult.NotAttempted(outages.Blocking);
    }

    // A capture that a pull refers to has its outcome; any other was left by a crash or a warehouse outage.
    private async Task<IReadOnlyList<ArchivedCapture>> ReadUnnamedAsync(Market market, Slot slot, CancellationToken cancel)
    {
        var named = await warehouse.ReadArchiveKeysAsync(market, slot, cancel);
        var captures = new List<ArchivedCapture>();
        foreach (var key in (await archive.ListAsync(market, slot, cancel)).Except(named).Take(CapturesMax))
        {
            if (await archive.FindUndamagedAsync(key, slot, cancel) is { } archived)
            {
                captures.Add(archived);
            }
        }

        return [.. captures.OrderBy(archived => archived.Capture.ReceivedAt)];
    }
}

/// <summary>What is already known about a slot before its book is fetched.</summary>
/// <param name="Result">The attempt's result without a fetch; null when the fetch is still needed.</param>
/// <param name="Unavailable">The store that could not be queried; null when both responded.</param>
public readonly record struct SlotBefore(PullResult? Result, StoreUnavailableException? Unavailable);
