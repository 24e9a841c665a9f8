namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>The identity of a grain: its class and its key; of a stateless worker's activations also which of them.</summary>
internal readonly record struct GrainAddress(GrainClass Class, string Key, int Worker = 0)
{
    public override string ToString() => $"{Class.Name}/{Key}";
}
