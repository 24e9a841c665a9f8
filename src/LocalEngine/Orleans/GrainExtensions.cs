using OrderBookSilo.LocalEngine.Calls;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The key of a grain, and of a reference to one.</summary>
public static class GrainExtensions
{
    public static string GetPrimaryKeyString(this IAddressable grain) => grain switch
    {
        Grain self => self.Activation.Address.Key,
        GrainReference reference => reference.Address.Key,
        _ => throw new ArgumentException($"{grain.GetType().Name} is neither a grain nor a reference to one.", nameof(grain)),
    };
}
