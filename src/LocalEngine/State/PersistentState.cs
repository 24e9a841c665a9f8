using System.Globalization;
using System.Text.Json;
using Orleans.Core;
using Orleans.Runtime;
using Orleans.Storage;

namespace OrderBookSilo.LocalEngine.State;

/// <summary>A state as JSON in the store; a write must name the version it replaces.</summary>
internal abstract class PersistentState(LocalStore store, StateKey key) : IStorage
{
    private long? _version;

    public string? Etag => _version?.ToString(CultureInfo.InvariantCulture);

    public bool RecordExists => _version is not null;

    public static PersistentState Create(Type valueType, LocalStore store, StateKey key) =>
        (PersistentState)Activator.CreateInstance(typeof(PersistentState<>).MakeGenericType(valueType), store, key)!;

    public async Task ReadStateAsync()
    {
        var stored = await store.ReadStateAsync(key);
        Assign(stored?.Json);
        _version = stored?.Version;
    }

    public async Task WriteStateAsync() => _version = await store.WriteStateAsync(key, _version, ToJson()) ?? throw LostRace();

    public async Task ClearStateAsync()
    {
        if (_version is not null && !await store.DeleteStateAsync(key, _version.Value))
        {
            throw LostRace();
        }

        Assign(null);
        _version = null;
    }

    protected abstract void Assign(string? json);

    protected abstract string ToJson();

    private InconsistentStateException LostRace() => new($"The {key} is no longer at version {Etag ?? "none"}.", null, Etag);
}

/// <inheritdoc cref="PersistentState"/>
internal sealed class PersistentState<TState>(LocalStore store, StateKey key) : PersistentState(store, key), IPersistentState<TState>
{
    public TState State { get; set; } = Activator.CreateInstance<TState>();

    protected override void Assign(string? json) =>
        State = json is null ? Activator.CreateInstance<TState>() : JsonSerializer.Deserialize<TState>(json)!;

    protected override string ToJson() => JsonSerializer.Serialize(State);
}
