namespace OrderBookSilo.Cluster.Tests.Chaos;

/// <summary>What happens to a cluster of three silos.</summary>
internal enum ChaosKind
{
    OnePaused,
    TwoPaused,
    OneKilled,
    TwoKilled,

    /// <summary>One silo cannot talk to the others; all of them reach the database.</summary>
    OneCutOff,
    DatabaseFrozen,
    DatabaseKilled,

    /// <summary>The clock of one silo is set forward by more than the limit, and back again at the end.</summary>
    ClockForward,
    ClockBack,
}
