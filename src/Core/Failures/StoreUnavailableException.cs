namespace OrderBookSilo.Core.Failures;

/// <summary>A store did not respond; the operation may be repeated later.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>The store's name when either may be the one.</summary>
    public const string EitherStore = "archive or warehouse";

    private const string StoreKey = "store";

    public StoreUnavailableException(string store, Exception cause)
        : base($"the {store} is unavailable: {cause.Message}", cause) => Data[StoreKey] = store;

    /// <summary>The store's name, kept in <see cref="Exception.Data"/> because that survives serialization between processes.</summary>
    public string Store => Data[StoreKey] as string ?? "store";

    /// <summary>
    /// Whether the store responded with a refusal. It may concern one object or the whole store: only if the store accepts or
    /// returns another object at the same time is it available.
    /// </summary>
    public bool IsRefusal { get; init; }

    /// <summary>Whether the store said that its disk has no room.</summary>
    public bool IsDiskFull { get; init; }

    /// <summary>Whether the store lacks a feature that it must have: it can never be used.</summary>
    public bool IsUnsupported { get; init; }
}
