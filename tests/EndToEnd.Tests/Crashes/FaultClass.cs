namespace OrderBookSilo.EndToEnd.Tests.Crashes;

/// <summary>Kinds of faults, besides the death of the silo itself.</summary>
internal enum FaultClass
{
    VenueStalls,
    VenueResets,

    /// <summary>One byte a second.</summary>
    VenueTrickles,
    DatabaseStalls,
    DatabaseResets,
    DatabaseTrickles,
    DatabaseStopped,
    DatabaseKilled,
    ArchiveStalls,
    ArchiveResets,
    ArchiveTrickles,
    ArchiveStopped,
    ArchiveKilled,
    DiskFull,
    ClockForward,
    ClockBack,
}
