using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Pulls;

/// <summary>
/// Hands what waits in the spool to the stores, entry by entry and in order. One a silo, called by one at a time; whatever
/// stops it, the entry is handed over again, and that changes nothing.
/// </summary>
public sealed class SpoolDrainer(Spool spool, PullPipeline pipeline, IMarketReader warehouse)
{
    /// <summary>Entries handed over in one call.</summary>
    public const int EntriesMax = 200;

    /// <summary>Calls in which an entry may fail in a way that no store being away explains; then it is set quarantined.</summary>
    public const int TriesMax = 3;

    /// <summary>Entries behind a refused one that the archive is asked to take, to see whether it refuses all.</summary>
    public const int WitnessesMax = 5;

    /// <summary>How long to wait before the next call when a store is away, and how often to look whether anything waits.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan LookDelay = TimeSpan.FromSeconds(1);

    private long troubled;
    private int tries;

    /// <summary>Hands over what can be handed over now and says when to call again; throws only when cancelled.</summary>
    public async Task<DrainResult> RunAsync(CancellationToken cancel)
    {
        var (drained, quarantined) = (0, new List<QuarantinedEntry>());
        try
        {
            while (drained + quarantined.Count < EntriesMax && spool.Oldest() is { } item)
            {
                if (await TryHandOverAsync(item, cancel) is not { } reason)
                {
                    drained++;
                }
                else if (reason.Length > 0)
                {
                    await spool.QuarantineAsync(item, reason, cancel);
                    quarantined.Add(new QuarantinedEntry(item.Market, item.Slot.Start, item.Number, reason));
                }
                else
                {
                    return new DrainResult(drained, quarantined, null, RetryDelay);
                }
            }
        }
        catch (StoreUnavailableException away)
        {
            spool.StoreAway = away;
            return new DrainResult(drained, quarantined, away, RetryDelay);
        }

        spool.StoreAway = null;
        return new DrainResult(drained, quarantined, null, spool.IsEmpty ? LookDelay : TimeSpan.Zero);
    }

    /// <summary>Null when the stores have the entry; why they never will; an empty text when it is to be tried again.</summary>
    private async Task<string?> TryHandOverAsync(SpoolItem item, CancellationToken cancel)
    {
        try
        {
            var entry = await spool.ReadAsync(item, cancel);
            await pipeline.HandOverAsync(entry, await PairOfAsync(entry, cancel), cancel);
        }
        catch (InvalidDataException damage)
        {
            return damage.Message;
        }
        catch (StoreUnavailableException refusal) when (refusal.IsRefusal)
        {
            // An archive that refuses everything waits for its operator; one that takes what comes after never will take this.
            if (CountTry(item) < TriesMax || !await IsTakingOthersAsync(cancel))
            {
                throw;
            }

            return $"refused {tries} times, and what comes after is not: {refusal.Message}";
        }
        catch (Exception e) when (e is StoreUnavailableException { Store: Spool.Store } or not (StoreUnavailableException or OperationCanceledException))
        {
            // One entry that cannot be read, or that a store refuses, must not hold up all that wait behind it.
            return CountTry(item) < TriesMax ? "" : $"refused {tries} times: {e.GetType().Name}: {e.Message}";
        }

        spool.StoreAway = null;
        await spool.RemoveAsync(item, cancel);
        return null;
    }

    private int CountTry(SpoolItem item)
    {
        tries = troubled == item.Number ? tries + 1 : 1;
        troubled = item.Number;
        return tries;
    }

    // Only bytes are stored ahead of their turn, and storing them again changes nothing; facts keep their order.
    private async Task<bool> IsTakingOthersAsync(CancellationToken cancel)
    {
        foreach (var item in spool.BehindOldest(WitnessesMax))
        {
            try
            {
                if (await spool.ReadAsync(item, cancel) is SpooledCapture { Capture: var capture })
                {
                    await pipeline.ArchiveAsync(capture, cancel);
                    return true;
                }
            }
            catch (StoreUnavailableException refusal) when (refusal.IsRefusal || refusal.Store == Spool.Store)
            {
                // Another market's may be taken.
            }
            catch (InvalidDataException)
            {
                // A damaged entry, or other bytes in its place: it says nothing of the others.
            }
        }

        return false;
    }

    // What was pulled before its venue's listing came may be known by now.
    private async Task<Pair?> PairOfAsync(SpoolEntry entry, CancellationToken cancel)
    {
        if (entry is not SpooledCapture { IsBook: true, Pair: null })
        {
            return (entry as SpooledCapture)?.Pair;
        }

        var known = await warehouse.ListMarketsAsync(cancel);
        return known.FirstOrDefault(record => record.Market == entry.Market)?.Pair;
    }
}

/// <summary>What one call of the drain came to.</summary>
/// <param name="StoreAway">The store that stopped it; null when none did.</param>
/// <param name="Next">How long to wait before the next call.</param>
public sealed record DrainResult(int Drained, IReadOnlyList<QuarantinedEntry> Quarantined, StoreUnavailableException? StoreAway, TimeSpan Next);

/// <summary>An entry that was set quarantined, and why.</summary>
public sealed record QuarantinedEntry(Market Market, DateTimeOffset Slot, long Number, string Reason);
