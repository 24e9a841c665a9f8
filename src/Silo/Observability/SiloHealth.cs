using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Silo.Api;

namespace OrderBookSilo.Silo.Observability;

/// <summary>What is known of this silo's health; written by the start and the store watch, read by the endpoint.</summary>
internal sealed class SiloHealth(Spool spool)
{
    public const string Ok = "ok";

    private volatile bool isStarted;
    private volatile bool isWarehouseAway;
    private volatile bool isArchiveAway;

    public void Started() => isStarted = true;

    public void WarehouseAway(bool isAway) => isWarehouseAway = isAway;

    public void ArchiveAway(bool isAway) => isArchiveAway = isAway;

    public ReadyView Look()
    {
        var waiting = spool.Look();
        var isDegraded = isWarehouseAway || isArchiveAway || waiting is not { Entries: 0, Quarantined: 0, IsFull: false };
        var status = !isStarted ? "starting" : isDegraded ? "degraded" : "ready";
        return new ReadyView(
            status,
            new Dictionary<string, string> { ["warehouse"] = State(isWarehouseAway), ["archive"] = State(isArchiveAway) },
            new SpoolView(waiting.Entries, waiting.Bytes, waiting.BytesMax, waiting.OldestAt, waiting.Quarantined, waiting.IsFull));
    }

    private static string State(bool isAway) => isAway ? "away" : Ok;
}
