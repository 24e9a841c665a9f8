using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Schedule;

/// <summary>The clock that all silos of a cluster share: the database's.</summary>
public interface IReferenceTime
{
    /// <summary>Its time now, carried on from the last reading by the monotonic clock; null until there was one.</summary>
    DateTimeOffset? Now { get; }

    /// <summary>Reads it. Throws <see cref="StoreUnavailableException"/>; the last reading then stays in use.</summary>
    Task ReadAsync(CancellationToken cancel);
}
