using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Simulation.World;

/// <summary>The markets as one silo reads them: all are active from the start to the end of a run.</summary>
internal sealed class MarketLink(
    IReadOnlyDictionary<Market, Pair> pairs, DateTimeOffset activeFrom, TimeSpan slotLength, Machine machine, StoreFaults faults) : IMarketReader
{
    public Task<IReadOnlyList<MarketRecord>> ListMarketsAsync(CancellationToken cancel) => Task.FromResult(machine.Effect(faults, cancel, Records));

    private IReadOnlyList<MarketRecord> Records() =>
        [.. pairs.Select(known => new MarketRecord(known.Key, known.Value, activeFrom, slotLength, WasStarted: true, PriceStep: null, QuantityStep: null, Status: null))];
}
