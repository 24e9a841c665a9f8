namespace OrderBookSilo.Core.Failures;

/// <summary>Everything that can end a pull without a book. The text of a kind (snake_case) is what tables, API and metrics show.</summary>
public enum FailureKind
{
    // No answer, or one that says "later".
    Connection,
    Timeout,
    ServerError,
    RateLimited,
    Budget,
    BodyIncomplete,
    VenueBusy,

    // The venue will not serve us from here.
    Banned,
    GeoBlocked,

    // Asking again will not help.
    UnknownProduct,
    Refused,

    // An answer that is no book.
    BodyTooLarge,
    NotJson,
    WrongShape,
    BadNumber,
    OutOfRange,
    TooManyLevels,
    NotPositive,
    Unsorted,
    DuplicatePrice,
    Crossed,
    Auction,
    Empty,

    // Cut short by ourselves.
    Interrupted,
}

/// <summary>What a failure means for the next attempt.</summary>
public enum RetryClass
{
    /// <summary>Another attempt in this slot may succeed.</summary>
    Retryable,

    /// <summary>The venue refuses this host: wait as long as it says, or for the next slot.</summary>
    Blocked,

    /// <summary>The request itself is wrong: not again in this slot.</summary>
    Permanent,

    /// <summary>The venue answered with data that is no book; a fresh answer may be.</summary>
    DefectiveData,
}

/// <summary>Why a pull ended without a book: a kind of a closed set and the venue's own words, trimmed.</summary>
/// <param name="HttpStatus">Null when no response came.</param>
/// <param name="RetryAfter">How long the venue told us to wait; null when it did not say.</param>
public sealed record PullFailure(FailureKind Kind, string Message, int? HttpStatus = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Characters of a message that are kept.</summary>
    public const int MessageLengthMax = 300;

    public string Message { get; } = Trim(Message);

    public RetryClass RetryClass => Kind switch
    {
        FailureKind.Banned or FailureKind.GeoBlocked => RetryClass.Blocked,
        FailureKind.UnknownProduct or FailureKind.Refused => RetryClass.Permanent,
        >= FailureKind.BodyTooLarge and <= FailureKind.Empty => RetryClass.DefectiveData,
        _ => RetryClass.Retryable,
    };

    private static string Trim(string message)
    {
        var line = message.ReplaceLineEndings(" ").Trim();
        return line.Length <= MessageLengthMax ? line : string.Concat(line.AsSpan(0, MessageLengthMax - 1), "…");
    }
}
