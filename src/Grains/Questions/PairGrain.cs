using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Questions;

/// <summary>One pair, wherever it is asked for: what it knows is held by the silo, so any number of these answer the same.</summary>
[StatelessWorker]
public sealed class PairGrain(BookCollector books, BestSplits best) : Grain, IPairGrain
{
    public async Task<PairPrices> GetPricesAsync() => PairAnswers.Prices(Pair, await books.CollectAsync(Pair));

    public Task<BestAnswer> GetBestAsync(BestQuestion question) => best.FindAsync(Pair, question);

    public Task<BestCurve> GetCurveAsync(string side) => SideText.TryParse(side, out var taken)
        ? best.CurveAsync(Pair, taken)
        : throw new ArgumentException($"the side must be checked before the grain is asked: {side}");

    private Pair Pair => Pair.TryParse(this.GetPrimaryKeyString(), out var pair)
        ? pair
        : throw new ArgumentException($"the key of a pair must be checked before the grain is asked: {this.GetPrimaryKeyString()}");
}
