namespace OrderBookSilo.Cluster.Tests.Chaos;

/// <summary>What one round showed.</summary>
/// <param name="Silence">The longest time in which a silo that nothing happened to did not answer for every market.</param>
/// <param name="Recovery">How long after the end every market had a new book.</param>
/// <param name="Gaps">Slots of the round that have no book.</param>
/// <param name="Ended">How often that silo ended by itself, because the others declared it dead.</param>
internal sealed record ChaosRound(ChaosKind Kind, TimeSpan Silence, TimeSpan Recovery, long Gaps, int Ended)
{
    /// <summary>The half minute in which the markets of lost silos answer again, and as much for a machine that does other work.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(60);

    /// <summary>Without its database a cluster answers from memory, and the restart of a silo may take as long as the outage.</summary>
    public bool IsWithinLimits => Kind is ChaosKind.DatabaseFrozen or ChaosKind.DatabaseKilled || Silence < SilenceMax;
}
