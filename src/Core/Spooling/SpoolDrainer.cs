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

    /// <summary>After this many refusals of an entry, others are offered to find out whether the stores refuse only this one.</summary>
    public const int TriesMax = 3;

    /// <summary>How often in a row the stores must accept another entry, and refuse this one before and after, until it is the cause.</summary>
    public const int ProofsMax = 3;

    /// <summary>Maximum number of others that are offered.</summary>
    public const int WitnessesMax = 5;

    /// <summary>Delay before the next call when a store is unavailable.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>How often to check for entries.</summary>
    public static readonly TimeSpan LookDelay = TimeSpan.FromSeconds(1);

    private const string Archive = "archive";

    private long troubled;
    private int tries;
    private int proofs;

    /// <summary>Hands over what it can and returns when to call again; throws only when cancelled.</summary>
    public async Task<DrainResult> RunAsync(CancellationToken cancel)
    {
        if (clock.State != ClockState.Ok)
        {
            return new DrainResult(0, [], new StoreUnavailableException("clock", new InvalidOperationException(clock.Describe())), RetryDelay);
        }

        var drained = 0;
        var quarantined = new List<QuarantinedEntry>();
        await spool.TryDiskAgainAsync();
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
        return new DrainResult(drained, quarantined, null, spool.HoldsNothing ? LookDelay : TimeSpan.Zero);
    }

    /// <summary>Hands one entry over. Throws <see cref="StoreUnavailableException"/>.</summary>
    private async Task<HandOver> HandOverAsync(SpoolItem item, CancellationToken cancel)
    {
        if (clock.Now.IsFuture(item.Slot.Start))
        {
            return new HandOver.NeverTaken("its slot has not begun by the database's clock, so the clock that dated it was wrong");
        }

        SpoolEntry entry;
        try
        {
            entry = await spool.ReadAsync(item, cancel);
        }
        catch (Exception damage) when (damage is InvalidDataException or StoreUnavailableException)
        {
            // Damaged or unreadable on this disk: no store is needed to know it.
            return damage is InvalidDataException || CountTry(item) >= TriesMax ? new HandOver.NeverTaken(damage.Message) : new HandOver.TryLater();
        }

        if (await FindRefusalAsync(entry, cancel) is { } refusal)
        {
            return await JudgeAsync(item, entry, refusal, cancel);
        }

        outages.Unblock();
        await spool.RemoveAsync(item, cancel);
        return new HandOver.Done();
    }

    // An entry is the cause only if the stores accept another one and refuse this one before and after, again and again: errors that
    // come and go can look like that once. Until then it is the stores' trouble.
    private async Task<HandOver> JudgeAsync(SpoolItem item, SpoolEntry entry, StoreUnavailableException refusal, CancellationToken cancel)
    {
        var isDamage = refusal.InnerException is InvalidDataException;
        if (CountTry(item) < TriesMax && !isDamage)
        {
            throw refusal;
        }

        if (!await IsTakingOthersAsync(entry, refusal.Store, cancel))
        {
            proofs = 0;
            throw refusal;
        }

        if (await FindRefusalAsync(entry, cancel) is not { } again)
        {
            await spool.RemoveAsync(item, cancel);
            return new HandOver.Done();
        }

        return isDamage || ++proofs >= ProofsMax
            ? new HandOver.NeverTaken($"refused {tries} times while later entries are accepted: {again.Message}")
            : throw refusal;
    }

    /// <summary>Why a store refuses this entry, or perhaps all; null when they accepted it. Throws when a store is unavailable.</summary>
    private async Task<StoreUnavailableException?> FindRefusalAsync(SpoolEntry entry, CancellationToken cancel)
    {
        try
        {
            await HandOverAsync(entry, cancel);
            return null;
        }
        catch (StoreUnavailableException refusal) when (refusal.IsRefusal)
        {
            return refusal;
        }
    }

    private async Task HandOverAsync(SpoolEntry entry, CancellationToken cancel)
    {
        switch (entry)
        {
            case SpooledFailure { Failed: var failed }:
                await NameRefusalAsync("warehouse", () => facts.RecordFailureAsync(failed, cancel));
                break;
            case SpooledCapture spooled:
                Pair? pair = null;
                await NameRefusalAsync("warehouse", async () => pair = await PairOfAsync(spooled, cancel));
                ArchivedCapture? archived = null;
                await NameRefusalAsync(Archive, async () => archived = await facts.ArchiveAsync(spooled.Capture, cancel));
                await NameRefusalAsync("warehouse", () => facts.WriteAsync(archived!, pair, cancel));
                break;
        }
    }

    private static bool IsNeeded(string store, SpoolEntry entry) => store != Archive || entry is SpooledCapture;

    private static async Task NameRefusalAsync(string store, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (failure is not (StoreUnavailableException or OperationCanceledException))
        {
            throw new StoreUnavailableException(store, failure) { IsRefusal = true };
        }
    }

    private int CountTry(SpoolItem item)
    {
        (tries, proofs) = troubled == item.Number ? (tries + 1, proofs) : (1, 0);
        troubled = item.Number;
        return tries;
    }

    // Storing an entry again in its order changes nothing. One that competes for the same slot must not come first, and one that
    // does not need the store that refused says nothing about it.
    private async Task<bool> IsTakingOthersAsync(SpoolEntry refused, string store, CancellationToken cancel)
    {
        foreach (var item in spool.SampleBehindOldest(WitnessesMax))
        {
            try
            {
                var other = await spool.ReadAsync(item, cancel);
                var isRival = refused is SpooledCapture && other is SpooledCapture && (other.Market, other.Slot) == (refused.Market, refused.Slot);
                if (!isRival && IsNeeded(store, other) && await FindRefusalAsync(other, cancel) is null)
                {
                    return true;
                }
            }
            catch (Exception unreadable) when (unreadable is InvalidDataException or StoreUnavailableException { Store: Spool.Store })
            {
                // It says nothing about the stores.
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
