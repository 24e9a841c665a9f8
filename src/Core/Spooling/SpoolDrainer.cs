using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Spooling;

/// <summary>
/// Hands the spool's entries over to the stores, one by one and in order. There is one per silo, and calls must not overlap. An
/// interrupted entry is handed over again, which changes nothing.
/// </summary>
public sealed class SpoolDrainer(Spool spool, FactWriter facts, IMarketReader warehouse, StoreOutages outages, ClockOffset clock)
{
    /// <summary>Maximum number of entries handed over in one call.</summary>
    public const int EntriesMax = 200;

    /// <summary>An entry that fails in this many calls, without an unavailable store as the cause, is quarantined.</summary>
    public const int TriesMax = 3;

    /// <summary>Number of later entries offered to the archive to find out whether it refuses everything.</summary>
    public const int WitnessesMax = 5;

    /// <summary>Delay before the next call when a store is unavailable.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>How often to check for entries.</summary>
    public static readonly TimeSpan LookDelay = TimeSpan.FromSeconds(1);

    private long troubled;
    private int tries;

    /// <summary>Hands over what it can and returns when to call again; throws only when cancelled.</summary>
    public async Task<DrainResult> RunAsync(CancellationToken cancel)
    {
        if (clock.State != ClockState.Ok)
        {
            return new DrainResult(0, [], new StoreUnavailableException("clock", new InvalidOperationException(clock.Describe())), RetryDelay);
        }

        var drained = 0;
        var quarantined = new List<QuarantinedEntry>();
        try
        {
            while (drained + quarantined.Count < EntriesMax && spool.Oldest() is { } item)
            {
                switch (await HandOverAsync(item, cancel))
                {
                    case HandOver.Done:
                        drained++;
                        break;
                    case HandOver.NeverTaken(var reason):
                        await spool.QuarantineAsync(item, reason, cancel);
                        quarantined.Add(new QuarantinedEntry(item.Market, item.Slot.Start, item.Number, reason));
                        break;
                    default:
                        return new DrainResult(drained, quarantined, null, RetryDelay);
                }
            }
        }
        catch (StoreUnavailableException outage)
        {
            outages.Block(outage);
            return new DrainResult(drained, quarantined, outage, RetryDelay);
        }

        outages.Unblock();
        return new DrainResult(drained, quarantined, null, spool.IsEmpty ? LookDelay : TimeSpan.Zero);
    }

    /// <summary>Hands one entry over. Throws <see cref="StoreUnavailableException"/>.</summary>
    private async Task<HandOver> HandOverAsync(SpoolItem item, CancellationToken cancel)
    {
        if (clock.Now.IsFuture(item.Slot.Start))
        {
            return new HandOver.NeverTaken("its slot has not begun by the database's clock, so the clock that dated it was wrong");
        }

        try
        {
            await HandOverAsync(await spool.ReadAsync(item, cancel), cancel);
        }
        catch (InvalidDataException damage)
        {
            return new HandOver.NeverTaken(damage.Message);
        }
        catch (StoreUnavailableException refusal) when (refusal.IsRefusal)
        {
            // An archive that refuses everything needs its operator; one that accepts a later entry will never accept this one.
            if (CountTry(item) < TriesMax || !await IsTakingOthersAsync(cancel))
            {
                throw;
            }

            return new HandOver.NeverTaken($"refused {tries} times while later entries are accepted: {refusal.Message}");
        }
        catch (Exception failure) when (IsOfThisEntry(failure))
        {
            // An entry that cannot be read, or that a store refuses, must not block the entries behind it.
            return CountTry(item) < TriesMax
                ? new HandOver.TryLater()
                : new HandOver.NeverTaken($"refused {tries} times: {failure.GetType().Name}: {failure.Message}");
        }

        outages.Unblock();
        await spool.RemoveAsync(item, cancel);
        return new HandOver.Done();
    }

    private async Task HandOverAsync(SpoolEntry entry, CancellationToken cancel)
    {
        switch (entry)
        {
            case SpooledFailure { Failed: var failed }:
                await facts.RecordFailureAsync(failed, cancel);
                break;
            case SpooledCapture spooled:
                var pair = await PairOfAsync(spooled, cancel);
                var archived = await facts.ArchiveAsync(spooled.Capture, cancel);
                await facts.WriteAsync(archived, pair, cancel);
                break;
        }
    }

    private static bool IsOfThisEntry(Exception failure) => failure switch
    {
        StoreUnavailableException outage => outage.Store == Spool.Store,
        OperationCanceledException => false,
        _ => true,
    };

    private int CountTry(SpoolItem item)
    {
        tries = troubled == item.Number ? tries + 1 : 1;
        troubled = item.Number;
        return tries;
    }

    // Only bytes are stored out of order, and storing them again changes nothing; facts keep their order.
    private async Task<bool> IsTakingOthersAsync(CancellationToken cancel)
    {
        foreach (var item in spool.BehindOldest(WitnessesMax))
        {
            try
            {
                if (await spool.ReadAsync(item, cancel) is SpooledCapture { Capture: var capture })
                {
                    await facts.ArchiveAsync(capture, cancel);
                    return true;
                }
            }
            catch (StoreUnavailableException refusal) when (refusal.IsRefusal || refusal.Store == Spool.Store)
            {
                // An entry of another market may be accepted.
            }
            catch (InvalidDataException)
            {
                // A damaged entry, or different bytes under its key, says nothing about the others.
            }
        }

        return false;
    }

    // A market pulled before its venue's listing was known may have its pair by now.
    private async Task<Pair?> PairOfAsync(SpooledCapture spooled, CancellationToken cancel)
    {
        if (!spooled.IsBook || spooled.Pair is not null)
        {
            return spooled.Pair;
        }

        var known = await warehouse.ListMarketsAsync(cancel);
        return known.FirstOrDefault(record => record.Market == spooled.Market)?.Pair;
    }

    private abstract record HandOver
    {
        public sealed record Done : HandOver;

        public sealed record TryLater : HandOver;

        public sealed record NeverTaken(string Reason) : HandOver;
    }
}

/// <summary>The result of one call of the drain.</summary>
/// <param name="Unavailable">The store that stopped it; null when none did.</param>
/// <param name="Next">Delay before the next call.</param>
public sealed record DrainResult(int Drained, IReadOnlyList<QuarantinedEntry> Quarantined, StoreUnavailableException? Unavailable, TimeSpan Next);

/// <summary>A quarantined entry and the reason.</summary>
public sealed record QuarantinedEntry(Market Market, DateTimeOffset Slot, long Number, string Reason);
