namespace OrderBookSilo.Simulation.Faults;

/// <summary>The kinds of faults in a run; each is enabled or disabled by the run's seed.</summary>
internal enum FaultClass
{
    // Faults of a venue.
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

    // Faults of the stores, before or after the operation takes effect.
    ArchiveAway,
    ArchiveAwayAfterEffect,
    ArchiveSlow,
    WarehouseAway,
    WarehouseAwayAfterEffect,
    WarehouseSlow,
    StateNotWritten,

    // Faults of this machine.
    DiskRefuses,
    DiskSmall,
    Crash,
    CrashAfterEffect,
    TornEntry,
    RemovedEntryReturns,
    ClockForward,
    ClockBack,

    // Faults of Orleans.
    DoubledTick,
    LateTick,
    Handover,

    // Added later and therefore last: the rates of a seed are drawn in this order.
    ArchiveUnknownError,
    WarehouseUnknownError,
    ArchiveFull,
    WarehouseFull,
    ClockFast,
    ClockSlow,
    FirstWriteRefused,
    VenueCut,
    VenueFrozen,
    VenueHalted,
    VenueOtherCoin,
    VenueWide,
}
