using Orleans.Runtime;

namespace OrderBookSilo.Grains.Questions;

/// <summary>Whether this silo is one of several.</summary>
public static class OtherSilos
{
    /// <summary>Whether another silo counts as running, which a lost one does until the others have noticed.</summary>
    public static bool Exist(ISiloStatusOracle silos) => silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Any(silo => !silo.Equals(silos.SiloAddress));
}
