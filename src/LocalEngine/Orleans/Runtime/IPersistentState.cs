using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A grain's stored state, read before the grain is activated.</summary>
public interface IPersistentState<TState> : IStorage<TState>;

/// <summary>Names the state that a grain's constructor asks for, and its storage.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    public string StateName { get; } = stateName;

    public string? StorageName { get; } = storageName;
}
