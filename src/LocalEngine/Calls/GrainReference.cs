using System.Reflection;
using OrderBookSilo.LocalEngine.Activations;

namespace OrderBookSilo.LocalEngine.Calls;

/// <summary>What callers hold: each method called on it becomes a request to the grain.</summary>
internal class GrainReference : DispatchProxy
{
    private GrainEngine? engine;

    public GrainAddress Address { get; private set; }

    public static TInterface Create<TInterface>(GrainEngine engine, GrainAddress address)
    {
        var proxy = Create<TInterface, GrainReference>();
        var reference = (GrainReference)(object)proxy!;
        reference.engine = engine;
        reference.Address = address;
        return proxy;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) =>
        GrainMethod.Of(targetMethod!).Call(engine!, Address, args ?? []);
}
