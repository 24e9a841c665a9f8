using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Simulation.World;

/// <summary>The persisted state of the market grains: whether they are active, and the start of the last slot that is done.</summary>
internal sealed class GrainStates
{
    private readonly Dictionary<Market, DateTimeOffset> lastSlots = [];
    private readonly HashSet<Market> active = [];

    public DateTimeOffset LastSlotOf(Market market) => lastSlots.GetValueOrDefault(market, DateTimeOffset.MinValue);

    public void Write(Market market, DateTimeOffset slot) => lastSlots[market] = slot;

    public bool IsActive(Market market) => active.Contains(market);

    public bool Activate(Market market) => active.Add(market);

    public bool Deactivate(Market market) => active.Remove(market);
}
