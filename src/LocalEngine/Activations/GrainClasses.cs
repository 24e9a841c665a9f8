using Microsoft.Extensions.Options;

namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>The grain classes of the configured assemblies, found by the interface they answer and by their stored name.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<Type, GrainClass> byInterface = [];
    private readonly Dictionary<string, GrainClass> byName = [];

    public GrainClasses(IOptions<LocalEngineOptions> options)
    {
        foreach (var type in options.Value.GrainAssemblies.Distinct().SelectMany(assembly => assembly.GetTypes()).Where(GrainClass.IsGrain))
        {
            Add(new GrainClass(type));
        }
    }

    public GrainClass ByInterface(Type type) => byInterface.TryGetValue(type, out var found)
        ? found
        : throw new ArgumentException($"No grain class answers {type}.", nameof(type));

    /// <summary>The class that is stored under this name, or null when there is none any more.</summary>
    public GrainClass? ByName(string name) => byName.GetValueOrDefault(name);

    private void Add(GrainClass found)
    {
        if (!byName.TryAdd(found.Name, found))
        {
            throw new InvalidOperationException($"Two grain classes are stored as '{found.Name}'.");
        }

        foreach (var face in found.Interfaces)
        {
            if (!byInterface.TryAdd(face, found))
            {
                throw new InvalidOperationException($"Both {byInterface[face]} and {found} answer {face}.");
            }
        }
    }
}
