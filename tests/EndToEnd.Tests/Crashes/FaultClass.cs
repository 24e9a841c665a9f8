namespace OrderBookSilo.EndToEnd.Tests.Crashes;

/// <summary>What goes wrong beside the silo's own end.</summary>
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
