namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>Confirms that the process answers.</summary>
/// <param name="Status">Always live.</param>
/// <param name="Version">Version of the product and the commit that it was built from.</param>
public sealed record LiveView(string Status, string Version);

/// <summary>Whether the silo serves requests, and which of its stores answer.</summary>
/// <param name="Status">starting, ready or degraded.</param>
/// <param name="Stores">State of each store: ok; away when it is unavailable; unknown in the first seconds, before it was asked.</param>
/// <param name="Refusals">Why a store refuses, by store: it answers, but will not accept writes until an operator acts. Empty when none does.</param>
/// <param name="Spool">What waits on this machine for an unavailable store.</param>
/// <param name="MarketsNotStarted">The first 20 of the configured markets that were never started, although no user stopped them.</param>
/// <param name="MarketsNotStartedCount">Number of all such markets.</param>
/// <param name="Clock">How this silo's clock compares with the database's.</param>
public sealed record ReadyView(
    string Status,
    IReadOnlyDictionary<string, string> Stores,
    IReadOnlyDictionary<string, string> Refusals,
    SpoolView Spool,
    IReadOnlyList<string> MarketsNotStarted,
    int MarketsNotStartedCount,
    ClockView Clock);

/// <summary>How this silo's clock compares with the database's, which all silos share.</summary>
/// <param name="State">ok; off when it differs by more than MaxClockOffset: then nothing is pulled and no slot is closed; unknown when it was never compared: then pulls wait in the spool.</param>
/// <param name="OffsetSeconds">[seconds] How far it is ahead of the database's clock, negative when it is behind; null while unknown.</param>
public sealed record ClockView(string State, double? OffsetSeconds);

/// <summary>What waits on this machine for an unavailable store.</summary>
/// <param name="Entries">Number of waiting captures and failed attempts.</param>
/// <param name="Bytes">Bytes that they use on disk.</param>
/// <param name="BytesMax">Bytes that waiting and quarantined entries may use: the setting SpoolBytes.</param>
/// <param name="OldestAt">[UTC] When the attempt of the oldest waiting entry ended, UTC; null when none waits.</param>
/// <param name="SetAside">Number of quarantined entries: damaged, or refused by a store for good. They stay in the spool's folder aside until an operator handles them.</param>
/// <param name="IsFull">Whether the last attempt to add an entry failed; then books that no store accepts answer live questions but are lost.</param>
/// <param name="FullReason">Why: disk_full, the disk has no room; limit, the entries use BytesMax; disk_error, the disk failed otherwise; null unless IsFull.</param>
/// <param name="InMemory">Number of the waiting entries that only the silo's memory holds, because the disk took none: failed attempts, lost if the silo ends first.</param>
public sealed record SpoolView(
    int Entries, long Bytes, long BytesMax, DateTimeOffset? OldestAt, int SetAside, bool IsFull, string? FullReason = null, int InMemory = 0);
