using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Simulation.World;

/// <summary>Does what the registry's grain does to start the markets, with the same decisions. It forgets what it did when a silo is lost.</summary>
internal sealed class SimulatedRegistry(IReadOnlyCollection<Market> configured)
{
    private readonly Dictionary<Market, MarketStep> done = [];

    /// <summary>What is left to do with each market.</summary>
    public IReadOnlyList<(Market Market, MarketStep Step)> Plan(IReadOnlyList<MarketRecord> records)
    {
        var runs = configured.ToDictionary(market => market, _ => MarketRun.NeverStarted);
        foreach (var record in records)
        {
            runs[record.Market] = MarketRuns.Of(record);
        }

        return
        [
            .. from run in runs
               let step = MarketRuns.StepOf(run.Value, isConfigured: true)
               where step is not null && !IsDone(run.Key, step.Value)
               select (run.Key, step.Value),
        ];
    }

    public void Note(Market market, MarketStep step) => done[market] = step;

    public void Forget() => done.Clear();

    private bool IsDone(Market market, MarketStep step) =>
        done.TryGetValue(market, out var last) && (last == MarketStep.Stop) == (step == MarketStep.Stop);
}
