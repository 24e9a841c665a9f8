using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Silo.Api;

namespace OrderBookSilo.Silo.Observability;

/// <summary>The health of this silo: whether it has started, whether its stores are available, what waits in the spool, and whether its clock is right.</summary>
internal sealed class SiloHealth(Spool spool, StoreOutages outages, ClockOffset clock)
{
    public const string Ok = "ok";

    /// <summary>The state of a store that was not asked yet.</summary>
    public const string Unknown = "unknown";

    /// <summary>How many markets are named; all are counted.</summary>
    private const int NamesMax = 20;

    private volatile bool isStarted;

    public void Started() => isStarted = true;

    /// <summary>Configured markets that were never started, and that no user stopped.</summary>
    public IReadOnlyList<Market> MarketsNotStarted { get; set; } = [];

    public ReadyView Look()
    {
        var waiting = spool.Look();
        var stores = new Dictionary<string, string> { ["warehouse"] = StateOf("warehouse"), ["archive"] = StateOf("archive") };
        return new ReadyView(
            StatusOf(stores, waiting),
            stores,
            Refusals(),
            new SpoolView(
                waiting.Entries, waiting.Bytes, waiting.BytesMax, waiting.OldestAt, waiting.Quarantined, waiting.IsFull,
                waiting.Refusal?.Kind.Text(), waiting.InMemory),
            [.. MarketsNotStarted.Take(NamesMax).Select(market => market.ToString())],
            MarketsNotStarted.Count,
            new ClockView(clock.State.Text(), clock.Ahead is { } ahead ? Math.Round(ahead.TotalSeconds, 3) : null));
    }

    private string StatusOf(Dictionary<string, string> stores, SpoolStatus waiting)
    {
        if (!isStarted || stores.ContainsValue(Unknown))
        {
            return "starting";
        }

        var isUp = MarketsNotStarted.Count == 0 && clock.State == ClockState.Ok && stores.Values.All(state => state == Ok) && waiting is { Entries: 0, Quarantined: 0, IsFull: false };
        return isUp ? "ready" : "degraded";
    }

    // Only refusals of the archive, whose words are ours or the store's; a database's may name users and hosts.
    private Dictionary<string, string> Refusals() =>
        outages.Find("archive") is { IsRefusal: true } refusal ? new() { ["archive"] = refusal.InnerException!.Message } : [];

    private string StateOf(string store) => outages.Find(store) is not null ? "away" : outages.HasResponded(store) ? Ok : Unknown;
}
