namespace OrderBookSilo.Core.Failures;

/// <summary>Every way a pull can end without a book. Tables, API and metrics show the snake_case name.</summary>
public enum FailureKind
{
    // No response, or one that asks to come back later.
    Connection,
    Timeout,
    ServerError,
    RateLimited,
    Budget,
    BodyIncomplete,
    VenueBusy,

    // The venue blocks this address.
    Banned,
    GeoBlocked,

    // Repeating the request will not help.
    UnknownProduct,
    Refused,

    // The response is not a valid book.
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

    // On our side.
    Interrupted,

    /// <summary>A valid book that no store and not even the local disk had room for.</summary>
    DiskFull,

    /// <summary>Our clock, or the venue's, is off by more than allowed.</summary>
    Clock,
}

/// <summary>What a failure means for the next attempt.</summary>
public enum RetryClass
{
    /// <summary>Another attempt in this slot may succeed.</summary>
    Retryable,

    /// <summary>The venue blocks this host: wait as long as it says, or for the next slot.</summary>
    Blocked,

    /// <summary>The request itself is wrong: do not repeat it in this slot.</summary>
    Permanent,

    /// <summary>The venue's response is not a valid book; a new response may be.</summary>
    DefectiveData,
}

/// <summary>Why a pull ended without a book: one of a closed set of kinds, and the venue's own message, truncated.</summary>
/// <param name="HttpStatus">Null when no response came.</param>
/// <param name="RetryAfter">How long the venue told us to wait; null when it did not say.</param>
public sealed record PullFailure(FailureKind Kind, string Message, int? HttpStatus = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Maximum length of a stored message.</summary>
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
