using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Core.Pulls;

/// <summary>One request to a venue on the caller's clock, within the venue's budget.</summary>
public interface IBookFetcher
{
    /// <summary>The market's book as a capture whose slot has this length, or a failure; throws only when cancelled. Retries leave the budget to first attempts.</summary>
    Task<Fetched> FetchBookAsync(Market market, TimeSpan slotLength, bool isRetry, CancellationToken cancel);

    /// <summary>What the venue lists, or a failure; throws only when cancelled.</summary>
    Task<Outcome<IReadOnlyList<Product>>> FetchListingAsync(string venue, CancellationToken cancel);
}

/// <summary>What a request came to: when it was sent, and the capture or the failure.</summary>
/// <param name="BodyHead">Of a body that is no capture, the first <see cref="FailedPull.BodyHeadBytesMax"/> bytes as text.</param>
public readonly record struct Fetched(DateTimeOffset RequestedAt, Outcome<Capture> Outcome, string? BodyHead = null);

/// <summary>The store of captures: objects appear whole, are never overwritten, and may be asked for by market and slot.</summary>
public interface IArchive
{
    /// <summary>
    /// Stores a capture and returns its key with the capture as stored: when the same body is there already, its stored
    /// times are the capture's. Throws <see cref="StoreUnavailableException"/> when the store cannot be reached.
    /// </summary>
    Task<ArchivedCapture> StoreAsync(Capture capture, CancellationToken cancel);

    /// <summary>
    /// Reads one object, or null when there is none; without a slot length it has that which it was stored with. Throws
    /// <see cref="InvalidDataException"/> when its bytes do not match its hash or cannot be had as they are stored now.
    /// </summary>
    /// <param name="room">
    /// For who reads many: where the body is put, which then lasts no longer than this does. Where the stored bytes are, by their own
    /// hash, those that the writer made of the body, the body is not hashed once more. Null for memory of its own, and a hash of all of it.
    /// </param>
    Task<ArchivedCapture?> ReadAsync(string key, TimeSpan? slotLength, RentedBytes? room, CancellationToken cancel);

    /// <summary>Reads one object into memory of its own, and hashes all of it.</summary>
    sealed Task<ArchivedCapture?> ReadAsync(string key, TimeSpan? slotLength, CancellationToken cancel) => ReadAsync(key, slotLength, room: null, cancel);

    /// <summary>
    /// How many bytes the body of an object has, as the object says it, without a look at the rest; null when there is none, or
    /// when it does not say.
    /// </summary>
    Task<long?> ReadBodyBytesAsync(string key, CancellationToken cancel);

    /// <summary>Keys of the captures of one slot, in no order.</summary>
    Task<IReadOnlyList<string>> ListAsync(Market market, Slot slot, CancellationToken cancel);

    /// <summary>Everything that lies in a part of the archive, foreign objects included, in order of the key; asked for in pages, as they are read.</summary>
    IAsyncEnumerable<ArchiveEntry> ListAsync(ArchivePlace place, CancellationToken cancel);
}

/// <summary>A capture that lies in the archive under a key.</summary>
public sealed record ArchivedCapture(string Key, Capture Capture);

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

    /// <summary>
    /// Writes splits of amounts of currency with their legs in one transaction; a split that is there already stays as it is.
    /// Throws <see cref="ArgumentException"/> for a split of an amount of base.
    /// </summary>
    Task SaveSplitsAsync(IReadOnlyList<SlotSplit> splits, CancellationToken cancel);

    /// <summary>Every market of a base asset that was active in the slot, if only for a part of it.</summary>
    Task<IReadOnlyList<SlotMarket>> ReadSlotMarketsAsync(Asset baseAsset, Slot slot, CancellationToken cancel);

    /// <summary>
    /// The slots from <paramref name="from"/> on and before <paramref name="before"/> that have a book of the asset and no split
    /// of it, oldest first, bounded.
    /// </summary>
    Task<IReadOnlyList<Slot>> FindUnsplitSlotsAsync(Asset baseAsset, DateTimeOffset from, Slot before, int countMax, CancellationToken cancel);

    /// <summary>The latest splits of slots that start in [from, to), newest first; of every side and order size unless one is given.</summary>
    Task<IReadOnlyList<SplitRecord>> ReadSplitsAsync(
        Asset asset, Asset currency, Side? side, Exact? orderSize, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel);
}

/// <summary>A store did not answer; what was to be done may be done again later.</summary>
public sealed class StoreUnavailableException : Exception
{
    private const string StoreKey = "store";

    public StoreUnavailableException(string store, Exception cause)
        : base($"the {store} is unavailable: {cause.Message}", cause) => Data[StoreKey] = store;

    /// <summary>Which store; kept where an exception that travels between processes keeps what it is given.</summary>
    public string Store => Data[StoreKey] as string ?? "store";

    /// <summary>
    /// Whether the store answered, and the answer was no. That may be of this one object or of all: only one that takes or gives
    /// another object at the same time is not away as a whole.
    /// </summary>
    public bool IsRefusal { get; init; }
}
