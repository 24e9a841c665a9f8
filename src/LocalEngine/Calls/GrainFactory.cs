using OrderBookSilo.LocalEngine.Activations;

namespace OrderBookSilo.LocalEngine.Calls;

/// <summary>References to the grains of this process.</summary>
internal sealed class GrainFactory(GrainEngine engine) : IGrainFactory
{
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        var address = new GrainAddress(engine.Classes.ByInterface(typeof(TGrainInterface)), primaryKey);
        return GrainReference.Create<TGrainInterface>(engine, address);
    }
}
