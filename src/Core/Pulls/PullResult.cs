using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Pulls;

/// <summary>What an attempt came to: a snapshot or a failed pull, or neither where nothing was asked, and who has it.</summary>
/// <param name="IsCommitted">Whether the stores have it.</param>
/// <param name="Unavailable">The store that was away; the spool, when it had no room and what was had is lost.</param>
public sealed record PullResult(Snapshot? Snapshot, FailedPull? Failed, bool IsCommitted, StoreUnavailableException? Unavailable)
{
    /// <summary>Whether the spool or the archive keeps it until its facts are written.</summary>
    public bool IsKept { get; init; }

    /// <summary>Nothing was done, because this store is away.</summary>
    public static PullResult Away(StoreUnavailableException? store) => new(null, null, IsCommitted: false, store);
}
