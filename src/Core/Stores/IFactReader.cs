using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Stores;

/// <summary>
/// Reads the recorded facts of a time range. Every method throws <see cref="StoreUnavailableException"/> when the database
/// cannot be reached.
/// </summary>
public interface IFactReader
{
    /// <summary>The latest books of slots that start in [from, to), newest first.</summary>
    Task<IReadOnlyList<BookRecord>> ReadHistoryAsync(Market market, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel);

    /// <summary>The latest gaps of slots that start in [from, to), newest first.</summary>
    Task<IReadOnlyList<GapRecord>> ReadGapsAsync(DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel);

    /// <summary>The latest failed attempts requested in [from, to), newest first.</summary>
    Task<IReadOnlyList<FailedPull>> ReadFailuresAsync(Market? market, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel);
}
