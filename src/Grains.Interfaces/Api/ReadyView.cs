namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>That the process answers.</summary>
/// <param name="Status">live.</param>
/// <param name="Version">Version of the product and the commit that it was built from.</param>
public sealed record LiveView(string Status, string Version);

/// <summary>Whether the silo serves, and which of its stores answer.</summary>
/// <param name="Status">starting, ready or degraded.</param>
/// <param name="Stores">Each store's state: ok, or away.</param>
/// <param name="Spool">What waits on this machine for a store that is away.</param>
public sealed record ReadyView(string Status, IReadOnlyDictionary<string, string> Stores, SpoolView Spool);

/// <summary>What waits on this machine for a store that is away.</summary>
/// <param name="Entries">Number of captures and failed attempts that wait.</param>
/// <param name="Bytes">Bytes they take of the disk.</param>
/// <param name="BytesMax">Bytes that they and those set aside may take: the setting SpoolBytes.</param>
/// <param name="OldestAt">[UTC] When the attempt ended that has waited longest, UTC; null when none waits.</param>
/// <param name="SetAside">Number of entries that are damaged or that a store refuses for good; they stay in the spool's folder aside until an operator deals with them.</param>
/// <param name="IsFull">Whether nothing more could be added when it was last tried: then nothing is pulled but on demand.</param>
public sealed record SpoolView(int Entries, long Bytes, long BytesMax, DateTimeOffset? OldestAt, int SetAside, bool IsFull);
