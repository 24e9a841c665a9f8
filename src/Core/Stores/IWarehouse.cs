using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Stores;

/// <summary>The database of facts. Every method throws <see cref="StoreUnavailableException"/> when it cannot be reached.</summary>
public interface IWarehouse
{
    /// <summary>Every market ever added, active or not.</summary>
    Task<IReadOnlyList<MarketRecord>> ListMarketsAsync(CancellationToken cancel);

    /// <summary>Opens an active interval at this time unless one of the same slot length is open; makes the market known.</summary>
    Task StartMarketAsync(Market market, DateTimeOffset from, TimeSpan slotLength, CancellationToken cancel);

    /// <summary>Makes the market known, without an active interval; false when it was known already.</summary>
    Task<bool> AddMarketAsync(Market market, CancellationToken cancel);

    /// <summary>Closes the open active interval, if there is one.</summary>
    Task StopMarketAsync(Market market, DateTimeOffset to, CancellationToken cancel);

    /// <summary>Records base, quote, steps, minimums and status of the venue's known markets, with validity from this time where they changed.</summary>
    Task SaveListingAsync(string venue, IReadOnlyList<Product> products, DateTimeOffset at, CancellationToken cancel);

    /// <summary>
    /// Writes a pull and its facts in one transaction; false when the slot has its book already, and then only a
    /// <c>superseded</c> pull row is written. Either way writing twice changes nothing.
    /// </summary>
    Task<bool> CommitAsync(Snapshot snapshot, CancellationToken cancel);

    /// <summary>Writes the row of an attempt that ended without a book.</summary>
    Task RecordFailureAsync(FailedPull pull, CancellationToken cancel);

    /// <summary>The book that a slot has, or the market's latest when no slot is given; null when there is none.</summary>
    Task<BookRecord?> FindBookAsync(Market market, Slot? slot, CancellationToken cancel);

    /// <summary>
    /// The slots from <paramref name="from"/> on and before <paramref name="before"/> that were due and have neither book nor
    /// gap, oldest first, bounded. Whoever knows that older ones are closed says so: years of slots need not be looked at again.
    /// </summary>
    Task<IReadOnlyList<Slot>> FindOpenSlotsAsync(Market market, DateTimeOffset from, Slot before, int countMax, CancellationToken cancel);

    /// <summary>Records gaps for those of the slots that have no book; the reason is the slot's last failure, else <c>not_running</c>.</summary>
    Task RecordGapsAsync(Market market, IReadOnlyList<Slot> slots, DateTimeOffset at, CancellationToken cancel);

    /// <summary>Keys of the archived objects that the slot's pulls name.</summary>
    Task<IReadOnlyList<string>> ReadArchiveKeysAsync(Market market, Slot slot, CancellationToken cancel);

    /// <summary>Adds the rows of fee schedules that are missing; one that is there stays as it is.</summary>
    Task AddFeeRowsAsync(IReadOnlyList<FeeRow> rows, CancellationToken cancel);

    /// <summary>Every row of the fee schedules that can be used, and a sentence for each that cannot.</summary>
    Task<(IReadOnlyList<FeeRow> Rows, IReadOnlyList<string> Problems)> ReadFeeRowsAsync(CancellationToken cancel);

    Task<IReadOnlyList<BookRecord>> ReadHistoryAsync(Market market, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel);

    Task<IReadOnlyList<GapRecord>> ReadGapsAsync(DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel);

    Task<IReadOnlyList<FailedPull>> ReadFailuresAsync(Market? market, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel);
}
