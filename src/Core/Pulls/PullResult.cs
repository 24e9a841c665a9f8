using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Pulls;

/// <summary>How an attempt ended; one of the types below.</summary>
public abstract record PullResult
{
    private PullResult()
    {
    }

    /// <summary>The book that the attempt ended with, whoever keeps it; null without one.</summary>
    public CapturedBook? FindBook() => this switch
    {
        Committed { Snapshot: var snapshot } => new CapturedBook(snapshot.Capture, snapshot.Book),
        Spooled spooled => spooled.Book,
        LiveOnly live => live.Book,
        _ => null,
    };

    /// <summary>The store that was unavailable; null when none was.</summary>
    public StoreUnavailableException? FindUnavailable() => this switch
    {
        Spooled spooled => spooled.Unavailable,
        LiveOnly live => live.Unavailable,
        Failed failed => failed.Unavailable,
        NotAttempted none => none.Unavailable,
        _ => null,
    };

    /// <summary>The stores have the book and its facts.</summary>
    public sealed record Committed(Snapshot Snapshot) : PullResult;

    /// <summary>The book is kept, in the spool or in the archive alone, until its facts are written.</summary>
    /// <param name="Unavailable">The store that it waits for; null when it only waits behind earlier entries of the spool.</param>
    public sealed record Spooled(CapturedBook Book, StoreUnavailableException? Unavailable) : PullResult;

    /// <summary>The book answers questions and is kept nowhere.</summary>
    /// <param name="Unavailable">Who could not keep it.</param>
    public sealed record LiveOnly(CapturedBook Book, StoreUnavailableException Unavailable) : PullResult;

    /// <summary>The attempt ended without a book.</summary>
    /// <param name="Unavailable">The store that was unavailable for its row; null when none was.</param>
    public sealed record Failed(FailedPull Pull, FailureRow Row, StoreUnavailableException? Unavailable = null) : PullResult;

    /// <summary>The venue was not asked.</summary>
    /// <param name="Unavailable">The store that is unavailable; null when a book of the slot waits behind others in the spool.</param>
    public sealed record NotAttempted(StoreUnavailableException? Unavailable) : PullResult;
}

/// <summary>Where the record of a failed attempt is.</summary>
public enum FailureRow
{
    /// <summary>In the warehouse.</summary>
    Written,

    /// <summary>In the spool, until the stores have it.</summary>
    Spooled,

    /// <summary>Nowhere.</summary>
    Lost,
}
