using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Simulation.Faults;
using OrderBookSilo.Simulation.World;

namespace OrderBookSilo.Simulation;

/// <summary>The markets of a run: their start, their attempts, and where they are.</summary>
internal sealed partial class Run
{
    private static readonly TimeSpan StartRetryDelay = TimeSpan.FromSeconds(15);
    private bool areStartsPlanned;

    // Unless first writes are refused in this run, every market was started before it.
    private void Prepare(Market market)
    {
        warehouse.Markets[market] = [];
        owners[market] = dice.Next(settings.Silos);
        if (!faults.Has(FaultClass.FirstWriteRefused))
        {
            warehouse.Known[market] = new KnownMarket(settings.From, WasStarted: true);
            states.Activate(market);
        }
    }

    // The registry is on any running silo, and each market's grain where the market is.
    private async Task StartMarketsAsync()
    {
        areStartsPlanned = false;
        var left = 1;
        if (stations.FirstOrDefault(candidate => candidate.Silo is not null) is { } host)
        {
            var plan = await PlanStartsAsync(host);
            left = plan?.Count ?? left;
            foreach (var (market, step) in plan ?? [])
            {
                left -= await TryTakeAsync(stations[owners[market]], market, step) ? 1 : 0;
            }
        }

        if (left > 0)
        {
            var least = settings.Schedule.SlotLength / EventsPerSlot;
            PlanStarts(StartRetryDelay > least ? StartRetryDelay : least);
        }
    }

    private void PlanStarts(TimeSpan delay)
    {
        if (!areStartsPlanned)
        {
            areStartsPlanned = true;
            At(now + delay, StartMarketsAsync);
        }
    }

    private async Task<IReadOnlyList<(Market Market, MarketStep Step)>?> PlanStartsAsync(Station host)
    {
        IReadOnlyList<(Market, MarketStep)>? plan = null;
        await GuardAsync(host, async () => await QuietlyAsync(async () => plan = registry.Plan(await host.Silo!.ListMarketsAsync())));
        return plan;
    }

    private async Task<bool> TryTakeAsync(Station station, Market market, MarketStep step)
    {
        var isDone = false;
        if (station.Silo is { } silo)
        {
            await GuardAsync(station, async () => await QuietlyAsync(async () =>
            {
                await silo.TakeAsync(market, step);
                registry.Note(market, step);
                isDone = true;
                if (!station.Markets.ContainsKey(market))
                {
                    Activate(station, market);
                }
            }));
        }

        return isDone;
    }

    private void Activate(Station station, Market market)
    {
        if (station.Silo is { } silo && states.IsActive(market))
        {
            var jitter = new Random((int)(settings.DiceOf(market).NextBits() & int.MaxValue));
            var simulated = new SimulatedMarket(market, settings.Pairs[market], settings.Schedule, states, jitter, silo);
            station.Markets[market] = simulated;
            At(now, () => TickAsync(station, simulated));
        }
    }

    private async Task TickAsync(Station station, SimulatedMarket market)
    {
        // A market that has moved elsewhere or was stopped is no longer active here.
        if (!station.Markets.TryGetValue(market.Market, out var current) || current != market || !states.IsActive(market.Market))
        {
            return;
        }

        await GuardAsync(station, async () =>
        {
            var draws = settings.DiceOf(market.Market);
            if (faults.Strikes(FaultClass.DoubledTick, draws, 0.3))
            {
                witness.DoubledTicks++;
                await market.RunAsync();
            }

            var wait = await market.RunAsync();
            wait = wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1);
            var late = faults.Strikes(FaultClass.LateTick, draws) ? settings.Schedule.SlotLength * draws.Next() : TimeSpan.Zero;
            At(station.Environment.Machine.Clock.Now + wait + late, () => TickAsync(station, market));
        });
    }

    private void MoveTo(Station station, Market market)
    {
        stations[owners[market]].Markets.Remove(market);
        owners[market] = station.Number;
        Activate(station, market);
    }
}
