namespace OrderBookSilo.Simulation.Faults;

/// <summary>What can go wrong in a run; each class is switched on or off by the run's seed.</summary>
internal enum FaultClass
{
    // What a venue does.
    VenueConnection,
    VenueTimeout,
    VenueServerError,
    VenueRateLimit,
    VenueBan,
    VenueGeoBlock,
    VenueHtml,
    VenueTruncated,
    VenueCrossed,
    VenueEmpty,
    VenueOneSided,
    VenueUnchanged,
    VenueDead,

    // What the stores do, before and after taking effect.
    ArchiveAway,
    ArchiveAwayAfterEffect,
    ArchiveSlow,
    WarehouseAway,
    WarehouseAwayAfterEffect,
    WarehouseSlow,
    StateNotWritten,

    // What this machine does.
    DiskRefuses,
    DiskSmall,
    Crash,
    CrashAfterEffect,
    TornEntry,
    RemovedEntryReturns,
    ClockForward,
    ClockBack,

    // What Orleans does.
    DoubledTick,
    LateTick,
    Handover,
}
