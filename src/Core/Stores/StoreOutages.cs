using System.Collections.Concurrent;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Stores;

/// <summary>
/// Tracks which stores count as unavailable in this process: users of a store report failures here and check here first.
/// Thread-safe.
/// </summary>
public sealed class StoreOutages
{
    private readonly ConcurrentDictionary<string, StoreUnavailableException> outages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> answered = new(StringComparer.Ordinal);
    private volatile StoreUnavailableException? blocking;

    /// <summary>
    /// The store that could not accept the oldest entry of the spool in the last attempt; otherwise null. While it is set,
    /// nothing else needs to try the stores, because new results have to wait behind that entry.
    /// </summary>
    public StoreUnavailableException? Blocking => blocking;

    /// <summary>Why a store counts as unavailable; null when it does not.</summary>
    public StoreUnavailableException? Find(string store) => outages.GetValueOrDefault(store);

    /// <summary>Whether a store has ever responded; before that, no outage of it is no proof that it is available.</summary>
    public bool HasResponded(string store) => answered.ContainsKey(store);

    /// <summary>
    /// Reports a store as unavailable; true for the first report, so that an outage is logged once. The latest reason is kept.
    /// </summary>
    public bool TryBegin(StoreUnavailableException found)
    {
        if (outages.TryAdd(found.Store, found))
        {
            return true;
        }

        if (outages.TryGetValue(found.Store, out var before))
        {
            outages.TryUpdate(found.Store, found, before);
        }

        return false;
    }

    /// <summary>Reports that a store could not accept the oldest entry of the spool.</summary>
    public void Block(StoreUnavailableException found)
    {
        blocking = found;
        TryBegin(found);
    }

    /// <summary>Reports that the oldest entry of the spool was accepted, or that the spool is empty.</summary>
    public void Unblock() => blocking = null;

    /// <summary>
    /// Reports that a store responded. Its outage ends unless the spool still waits for it, because a store may answer reads
    /// and refuse writes.
    /// </summary>
    public void TryEnd(string store)
    {
        answered[store] = true;
        if (blocking?.Store != store)
        {
            outages.TryRemove(store, out _);
        }
    }

    /// <summary>Reports that archive and warehouse both accepted a write: every outage is over.</summary>
    public void Clear() => outages.Clear();
}
