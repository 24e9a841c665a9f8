namespace OrderBookSilo.LocalEngine.State;

/// <summary>Where a grain's state lies in the store.</summary>
internal readonly record struct StateKey(string GrainClass, string GrainKey, string StateName)
{
    public override string ToString() => $"state '{StateName}' of {GrainClass}/{GrainKey}";
}
