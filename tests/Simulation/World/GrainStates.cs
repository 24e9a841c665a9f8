using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Simulation.World;

/// <summary>The persisted state of the market grains: the start of the last slot that is done.</summary>
internal sealed class GrainStates
{
    private readonly Dictionary<Market, DateTimeOffset> lastSlots = [];

    public DateTimeOffset LastSlotOf(Market market) => lastSlots.GetValueOrDefault(market, DateTimeOffset.MinValue);

    public void Write(Market market, DateTimeOffset slot) => lastSlots[market] = slot;
}
