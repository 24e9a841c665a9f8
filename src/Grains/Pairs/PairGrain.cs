using Orleans.Concurrency;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Grains.Pairs;

/// <summary>One pair, wherever it is asked for: what it knows is held by the silo, so any number of these answer the same.</summary>
[StatelessWorker]
public sealed class PairGrain(PairBooks books) : Grain, IPairGrain
{
    public async Task<PairPrices> GetPricesAsync()
    {
        var text = this.GetPrimaryKeyString();
        return Pair.TryParse(text, out var pair)
            ? PairAnswers.Prices(pair, await books.CollectAsync(pair))
            : throw new ArgumentException($"the key of a pair must be checked before the grain is asked: {text}");
    }
}
