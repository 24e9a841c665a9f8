using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Pulls;

/// <summary>The result of an attempt: one of the types below.</summary>
public abstract record PullResult
{
    private PullResult()
    {
    }

    /// <summary>The book that the attempt ended with, wherever it is stored; null without one.</summary>
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

    /// <summary>The failed attempt, also when a book answers live questions but could not be kept; null when it did not fail.</summary>
    public FailedPull? FindFailed() => this switch
    {
        Failed failed => failed.Pull,
        LiveOnly live => live.Pull,
        _ => null,
    };

    /// <summary>The stores have the book and its facts.</summary>
    public sealed record Committed(Snapshot Snapshot) : PullResult;

    /// <summary>The book is stored, in the spool or only in the archive, until its facts are written.</summary>
    /// <param name="Unavailable">The unavailable store; null when the book only waits for earlier entries of the spool.</param>
    public sealed record Spooled(CapturedBook Book, StoreUnavailableException? Unavailable) : PullResult;

    /// <summary>The attempt failed: its book answers live questions but is not stored anywhere.</summary>
    /// <param name="Pull">The failed attempt.</param>
    /// <param name="Row">Where its record is.</param>
    /// <param name="Unavailable">The store that could not keep the book.</param>
    public sealed record LiveOnly(CapturedBook Book, FailedPull Pull, FailureRow Row, StoreUnavailableException Unavailable) : PullResult;

    /// <summary>The attempt ended without a book.</summary>
    /// <param name="Unavailable">The store that could not take its row; null when none was unavailable.</param>
    public sealed record Failed(FailedPull Pull, FailureRow Row, StoreUnavailableException? Unavailable = null) : PullResult;

    /// <summary>
    /// A caller's request for a fresh book was not sent, because the venue's budget or an earlier failure does not allow it now. It
    /// is no attempt and leaves no record.
    /// </summary>
    public sealed record Refused(PullFailure Failure) : PullResult;

    /// <summary>No request was sent to the venue.</summary>
    /// <param name="Unavailable">The unavailable store; null when a book of the slot is already in the spool.</param>
    public sealed record NotAttempted(StoreUnavailableException? Unavailable) : PullResult;
}

/// <summary>Where the record of a failed attempt is.</summary>
public enum FailureRow
{
    Written,

    /// <summary>In the spool until the stores accept it.</summary>
    Spooled,

    /// <summary>Only in memory, because the disk takes nothing: lost if the process ends before a store accepts it.</summary>
    InMemory,

    /// <summary>Not stored.</summary>
    Lost,
}
