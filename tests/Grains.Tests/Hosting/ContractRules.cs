using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace OrderBookSilo.Grains.Tests.Hosting;

/// <summary>
/// The rules for contracts and stored states. Orleans finds some violations at compile time and others only when a call is
/// made. Each violation is one sentence.
/// </summary>
internal static class ContractRules
{
    private static readonly HashSet<Type> Plain =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(Guid), typeof(CancellationToken),
    ];

    private static readonly HashSet<Type> Collections =
    [
        typeof(Nullable<>), typeof(IReadOnlyList<>), typeof(IReadOnlyDictionary<,>), typeof(List<>), typeof(Dictionary<,>),
        typeof(ImmutableArray<>), typeof(ImmutableDictionary<,>),
    ];

    public static IEnumerable<Type> GrainInterfaces(Assembly assembly) =>
        assembly.GetTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain)));

    public static IEnumerable<(Type Grain, PersistentStateAttribute Name, Type Value)> States(Assembly assembly) =>
        from type in assembly.GetTypes()
        where type.IsSubclassOf(typeof(Grain))
        from parameter in type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
        let name = parameter.GetCustomAttribute<PersistentStateAttribute>()
        where name is not null
        select (type, name, parameter.ParameterType.GetGenericArguments().Single());

    /// <summary>Violations of an interface: aliases, method names, and return types.</summary>
    public static IEnumerable<string> BreachesOf(Type grainInterface)
    {
        if (Alias(grainInterface) is null)
        {
            yield return $"{grainInterface.Name} has no [Alias]";
        }

        foreach (var method in grainInterface.GetMethods())
        {
            var name = $"{grainInterface.Name}.{method.Name}";
            if (!method.Name.EndsWith("Async", StringComparison.Ordinal))
            {
                yield return $"{name} does not end in Async";
            }

            if (Alias(method) is null)
            {
                yield return $"{name} has no [Alias]";
            }

            if (Answer(method) is null)
            {
                yield return $"{name} returns no task";
            }
        }

        foreach (var alias in Doubled(grainInterface.GetMethods().Select(Alias)))
        {
            yield return $"{grainInterface.Name} has two methods with the alias '{alias}'";
        }
    }

    /// <summary>Our types among the parameters and results of a method, or among the members of this type.</summary>
    public static IEnumerable<Type> Reached(IEnumerable<Type> from)
    {
        var seen = new HashSet<Type>();
        var open = new Stack<Type>(from);
        while (open.TryPop(out var type))
        {
            foreach (var part in Parts(type).Where(part => !IsPlain(part) && seen.Add(part)))
            {
                foreach (var property in Members(part))
                {
                    open.Push(property.PropertyType);
                }
            }
        }

        return seen;
    }

    public static IEnumerable<Type> Exchanged(Type grainInterface) =>
        grainInterface.GetMethods().SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(Answer(method) ?? typeof(string)));

    /// <summary>Violations of a type that is exchanged or stored.</summary>
    public static IEnumerable<string> BreachesOf(Type type, bool isExchanged)
    {
        if (!type.IsDefined(typeof(GenerateSerializerAttribute)))
        {
            yield return $"{type.Name} has no [GenerateSerializer]";
        }

        if (Alias(type) is null)
        {
            yield return $"{type.Name} has no [Alias]";
        }

        if (isExchanged && !type.IsEnum && !type.IsDefined(typeof(ImmutableAttribute)))
        {
            yield return $"{type.Name} is exchanged but not [Immutable]";
        }

        foreach (var member in Members(type))
        {
            if (Id(member) is null)
            {
                yield return $"{type.Name}.{member.Name} has no [Id]";
            }

            if (member.SetMethod is null)
            {
                yield return $"{type.Name}.{member.Name} cannot be set when it is read from the store";
            }
            else if (isExchanged && !IsInitOnly(member))
            {
                yield return $"{type.Name}.{member.Name} is exchanged but can be changed";
            }
        }

        foreach (var id in Doubled(Members(type).Select(member => Id(member)?.ToString())))
        {
            yield return $"{type.Name} has two members with the id {id}";
        }
    }

    public static IEnumerable<string> Doubled(IEnumerable<string?> names) =>
        names.OfType<string>().GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key);

    public static string? Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    private static uint? Id(PropertyInfo member) => member.GetCustomAttribute<IdAttribute>()?.Id;

    private static IEnumerable<PropertyInfo> Members(Type type) =>
        type.IsEnum ? [] : type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(IsStored);

    // A property without a backing field is computed; it is neither exchanged nor stored.
    private static bool IsStored(PropertyInfo property) =>
        property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    private static bool IsInitOnly(PropertyInfo property) =>
        property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static Type? Answer(MethodInfo method) => method.ReturnType switch
    {
        var type when type == typeof(Task) || type == typeof(ValueTask) => typeof(string),
        { IsGenericType: true } type when type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>)) =>
            type.GetGenericArguments()[0],
        _ => null,
    };

    private static bool IsPlain(Type type) => type.IsPrimitive || Plain.Contains(type);

    /// <summary>The type itself, or its element type when it is a collection.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.IsArray ? Parts(type.GetElementType()!)
        : type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition()) ? type.GetGenericArguments().SelectMany(Parts)
        : [type];
}
