using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Stores;

/// <summary>
/// Writes and reads the facts of slots on behalf of pulls. Every method throws <see cref="StoreUnavailableException"/> when the
/// database cannot be reached.
/// </summary>
public interface IFactStore
{
    /// <summary>
    /// Writes a pull and its facts in one transaction. Throws <see cref="InvalidDataException"/> for a slot that has not begun by
    /// the database's clock; false when the slot already has its book, in which case only a
    /// <c>superseded</c> pull row is written. In either case writing twice changes nothing.
    /// </summary>
    Task<bool> CommitAsync(Snapshot snapshot, CancellationToken cancel);

    /// <summary>
    /// Writes the row of an attempt that ended without a book. When its slot is a gap already, the gap takes the reason of the
    /// slot's last failure.
    /// </summary>
    Task RecordFailureAsync(FailedPull pull, CancellationToken cancel);

    /// <summary>The slot's book, or the latest of the market's slots that have begun when no slot is given; null when there is none.</summary>
    Task<BookRecord?> FindBookAsync(Market market, Slot? slot, CancellationToken cancel);

    /// <summary>Keys of the archived objects that the slot's pulls refer to.</summary>
    Task<IReadOnlyList<string>> ReadArchiveKeysAsync(Market market, Slot slot, CancellationToken cancel);

    /// <summary>
    /// The slots from <paramref name="from"/> up to <paramref name="before"/> that were due and have neither book nor gap,
    /// oldest first, at most <paramref name="countMax"/>. A caller that knows older slots to be closed passes a later
    /// <paramref name="from"/>, so that years of slots are not searched again.
    /// </summary>
    Task<IReadOnlyList<Slot>> FindOpenSlotsAsync(Market market, DateTimeOffset from, Slot before, int countMax, CancellationToken cancel);

    /// <summary>
    /// Records gaps for the slots that have no book and have ended by the database's clock; the reason is the slot's last failure, otherwise <c>not_running</c>.
    /// </summary>
    Task RecordGapsAsync(Market market, IReadOnlyList<Slot> slots, DateTimeOffset at, CancellationToken cancel);
}
