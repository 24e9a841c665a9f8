using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>The known markets as one silo accesses them, with the rules of the tables: a market and its first interval appear together.</summary>
internal sealed class MarketLink(SimulatedWarehouse warehouse, RunSettings settings, Machine machine, StoreFaults faults, Dice dice) : IMarketReader
{
    private const double RefusalShare = 2;

    public Task<IReadOnlyList<MarketRecord>> ListMarketsAsync(CancellationToken cancel) => Task.FromResult(machine.Read(faults, cancel, Records));

    public Task StartMarketAsync(Market market, DateTimeOffset from, CancellationToken cancel)
    {
        if (settings.Plant is Plant.MarketRowAlone or Plant.MarketRowApart && !warehouse.Known.ContainsKey(market))
        {
            Write(cancel, () => warehouse.Known[market] = new KnownMarket(null, WasStarted: settings.Plant == Plant.MarketRowAlone));
        }

        // An open interval stays as it is.
        Write(cancel, () => warehouse.Known[market] = new KnownMarket(warehouse.ActiveFrom(market) ?? from, WasStarted: true));
        return Task.CompletedTask;
    }

    public Task StopMarketAsync(Market market, CancellationToken cancel)
    {
        Write(cancel, () => warehouse.Known[market] = new KnownMarket(null, WasStarted: true));
        return Task.CompletedTask;
    }

    private void Write(CancellationToken cancel, Action apply) => machine.Write(faults, cancel, () =>
    {
        Refuse("53300: too many connections");
        apply();
        Refuse("57P01: terminating connection");
        return true;
    });

    private void Refuse(string words)
    {
        if (settings.Faults.Strikes(FaultClass.FirstWriteRefused, dice, RefusalShare))
        {
            throw new UnknownStoreException(words);
        }
    }

    private IReadOnlyList<MarketRecord> Records() =>
    [
        .. warehouse.Known.Select(known => new MarketRecord(
            known.Key, settings.Pairs[known.Key], known.Value.ActiveFrom, settings.Schedule.SlotLength, known.Value.WasStarted,
            PriceStep: null, QuantityStep: null, Status: null)),
    ];
}
