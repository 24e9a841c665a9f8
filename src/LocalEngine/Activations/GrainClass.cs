using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OrderBookSilo.LocalEngine.State;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>A class of grains: its stored name, the interfaces it answers, and how one is made.</summary>
internal sealed class GrainClass
{
    private readonly Type type;
    private readonly ObjectFactory create;
    private readonly (string Name, Type ValueType)[] stateFields;

    public GrainClass(Type type)
    {
        this.type = type;
        Name = StoredName(type.Name);
        Workers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 1;
        Interfaces = [.. type.GetInterfaces().Where(face => face.IsAssignableTo(typeof(IGrainWithStringKey)) && face != typeof(IGrainWithStringKey))];
        ParameterInfo[] parameters = [.. type.GetConstructors().Single().GetParameters().Where(IsState)];
        stateFields = [.. parameters.Select(DescribeState)];
        create = ActivatorUtilities.CreateFactory(type, [.. parameters.Select(state => state.ParameterType)]);
    }

    /// <summary>The class's name in the store: <c>MarketGrain</c> is <c>market</c>.</summary>
    public string Name { get; }

    public IReadOnlyList<Type> Interfaces { get; }

    /// <summary>How many activations of one key may live at once: one, but for stateless workers.</summary>
    public int Workers { get; }

    public static bool IsGrain(Type type) => type is { IsClass: true, IsAbstract: false } && type.IsSubclassOf(typeof(Grain));

    /// <summary>The stored states that the constructor asks for, in its order.</summary>
    public async Task<PersistentState[]> ReadStatesAsync(string key, LocalStore store)
    {
        PersistentState[] states = [.. stateFields.Select(state =>
            PersistentState.Create(state.ValueType, store, new StateKey(Name, key, state.Name)))];
        foreach (var state in states)
        {
            await state.ReadStateAsync();
        }

        return states;
    }

    public Grain Create(IServiceProvider services, PersistentState[] states) => (Grain)create(services, states);

    public override string ToString() => type.Name;

    private static string StoredName(string typeName)
    {
        const string suffix = "Grain";
        var name = typeName.EndsWith(suffix, StringComparison.Ordinal) ? typeName[..^suffix.Length] : typeName;
        return name.ToLowerInvariant();
    }

    private static bool IsState(ParameterInfo parameter) => parameter.IsDefined(typeof(PersistentStateAttribute));

    private static (string Name, Type ValueType) DescribeState(ParameterInfo parameter) =>
        (parameter.GetCustomAttribute<PersistentStateAttribute>()!.StateName, parameter.ParameterType.GetGenericArguments().Single());
}
