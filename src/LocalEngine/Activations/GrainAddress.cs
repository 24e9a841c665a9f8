namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>The identity of a grain: its class and its key.</summary>
internal readonly record struct GrainAddress(GrainClass Class, string Key)
{
    public override string ToString() => $"{Class.Name}/{Key}";
}
