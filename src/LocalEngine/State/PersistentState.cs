using System.Globalization;
using System.Text.Json;
using Orleans.Core;
using Orleans.Runtime;
using Orleans.Storage;

namespace OrderBookSilo.LocalEngine.State;

/// <summary>A state as JSON in the store; a write must name the version it replaces.</summary>
internal abstract class PersistentState(LocalStore store, StateKey key) : IStorage
{
    private long? version;

    public string? Etag => version?.ToString(CultureInfo.InvariantCulture);

    public bool RecordExists => version is not null;

    public static PersistentState Create(Type valueType, LocalStore store, StateKey key) =>
        (PersistentState)Activator.CreateInstance(typeof(PersistentState<>).MakeGenericType(valueType), store, key)!;

    public async Task ReadStateAsync()
    {
        var stored = await store.ReadStateAsync(key);
        Assign(stored?.Json);
        version = stored?.Version;
    }

    public async Task WriteStateAsync() => version = await store.WriteStateAsync(key, version, ToJson()) ?? throw LostRace();

    public async Task ClearStateAsync()
    {
        if (version is not null && !await store.DeleteStateAsync(key, version.Value))
        {
            throw LostRace();
        }

        Assign(null);
        version = null;
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
