namespace OrderBookSilo.Core.Failures;

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
