using System.Collections.Concurrent;

namespace OrderBookSilo.Grains.Markets;

/// <summary>Which stores this silo knows to be away, so that an outage is said once and not by every market and attempt.</summary>
public sealed class OutageLog
{
    private readonly ConcurrentDictionary<string, bool> away = new(StringComparer.Ordinal);

    /// <summary>True for the first who finds the store away.</summary>
    public bool TryBegin(string store) => away.TryAdd(store, true);

    /// <summary>Something reached archive and warehouse: whatever was away is back.</summary>
    public void Clear() => away.Clear();
}
