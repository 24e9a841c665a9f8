namespace OrderBookSilo.Core.Stores;

/// <summary>The record of changes that callers asked for. Methods throw when the database cannot be reached.</summary>
public interface IAuditLog
{
    Task AddAsync(RecordedChange change, CancellationToken cancel);

    /// <summary>The changes recorded in a range of time, newest first.</summary>
    Task<IReadOnlyList<RecordedChange>> ReadAsync(DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel);

    /// <summary>Deletes what is older than this number of days; returns how much that was.</summary>
    Task<long> DropOldAsync(int keepDays, CancellationToken cancel);
}

/// <summary>A change that a caller asked for, whatever came of it.</summary>
/// <param name="Caller">Who asked: the holder of a key, somebody on this machine, or a client of a gateway.</param>
/// <param name="KeyName">Null without a key.</param>
/// <param name="Address">Where the request came from; null when it is not known.</param>
/// <param name="Action">The operation, by its name in the OpenAPI document.</param>
/// <param name="Subject">What it concerns; null when the parameters say it.</param>
/// <param name="Status">HTTP status of the answer; null when the caller left before there was one.</param>
public sealed record RecordedChange(
    DateTimeOffset At, ChangeCaller Caller, string? KeyName, string? Address, string Action, string? Subject, string? Parameters, int? Status)
{
    private const int FirstRefusal = 400;
    private const int FirstFailure = 500;

    public ChangeOutcome Outcome => Status switch
    {
        null or >= FirstFailure => ChangeOutcome.Failed,
        >= FirstRefusal => ChangeOutcome.Refused,
        _ => ChangeOutcome.Done,
    };
}

/// <summary>Who asked for a change.</summary>
public enum ChangeCaller
{
    Key,
    Loopback,
    Gateway,
}

/// <summary>How a change ended.</summary>
public enum ChangeOutcome
{
    Done,

    /// <summary>Nothing was changed.</summary>
    Refused,

    /// <summary>There was an error or no answer; the change may have taken effect all the same.</summary>
    Failed,
}
