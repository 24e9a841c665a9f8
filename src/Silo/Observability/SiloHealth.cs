using OrderBookSilo.Silo.Api;

namespace OrderBookSilo.Silo.Observability;

/// <summary>What is known of this silo's health; written by the start and the store watch, read by the endpoint.</summary>
internal sealed class SiloHealth
{
    private volatile bool isStarted;
    private volatile bool isWarehouseAway;
    private volatile bool isArchiveAway;

    public void Started() => isStarted = true;

    public void WarehouseAway(bool isAway) => isWarehouseAway = isAway;

    public void ArchiveAway(bool isAway) => isArchiveAway = isAway;

    public ReadyView Look()
    {
        var status = !isStarted ? "starting" : isWarehouseAway || isArchiveAway ? "degraded" : "ready";
        return new ReadyView(
            status,
            new Dictionary<string, string> { ["warehouse"] = State(isWarehouseAway), ["archive"] = State(isArchiveAway) });
    }

    private static string State(bool isAway) => isAway ? "away" : "ok";
}
