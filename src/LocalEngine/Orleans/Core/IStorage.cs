namespace Orleans.Core;

/// <summary>A stored value with the version that was last read or written.</summary>
public interface IStorage
{
    /// <summary>The version known here, or null while nothing is stored.</summary>
    string? Etag { get; }

    bool RecordExists { get; }

    /// <summary>Deletes what is stored; throws <see cref="Storage.InconsistentStateException"/> when it changed meanwhile.</summary>
    Task ClearStateAsync();

    /// <summary>Stores the value; throws <see cref="Storage.InconsistentStateException"/> when it changed meanwhile.</summary>
    Task WriteStateAsync();

    /// <summary>Replaces the value by the stored one, or by a new one while nothing is stored.</summary>
    Task ReadStateAsync();
}

/// <inheritdoc cref="IStorage"/>
public interface IStorage<TState> : IStorage
{
    TState State { get; set; }
}
