using System.Collections.Concurrent;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Stores;

/// <summary>
/// Decides which stores count as unavailable in this process: whoever uses a store reports here, and whoever would use one asks here.
/// Thread-safe.
/// </summary>
public sealed class StoreOutages
{
    private readonly ConcurrentDictionary<string, StoreUnavailableException> outages = new(StringComparer.Ordinal);
    private volatile StoreUnavailableException? blocking;

    /// <summary>
    /// The store that could not take the oldest entry of the spool when it was last tried; else null. While there is one, nobody
    /// else needs to ask the stores: what they would write has to wait behind that entry.
    /// </summary>
    public StoreUnavailableException? Blocking => blocking;

    /// <summary>Why a store counts as unavailable; null when it does not.</summary>
    public StoreUnavailableException? Find(string store) => outages.GetValueOrDefault(store);

    /// <summary>A store was found unavailable; true for the first who reports it, so that an outage is logged once.</summary>
    public bool TryBegin(StoreUnavailableException found) => outages.TryAdd(found.Store, found);

    /// <summary>A store could not take the oldest entry of the spool.</summary>
    public void Block(StoreUnavailableException found)
    {
        blocking = found;
        TryBegin(found);
    }

    /// <summary>The oldest entry of the spool was taken, or none waits.</summary>
    public void Unblock() => blocking = null;

    /// <summary>A store answered. Its outage is over, unless the spool still waits for it: a store may answer questions and refuse to write.</summary>
    public void TryEnd(string store)
    {
        if (blocking?.Store != store)
        {
            outages.TryRemove(store, out _);
        }
    }

    /// <summary>Archive and warehouse both took what they were given: every outage is over.</summary>
    public void Clear() => outages.Clear();
}
