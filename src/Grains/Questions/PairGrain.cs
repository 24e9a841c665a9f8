using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Questions;

/// <summary>
/// One pair: the prices of its markets, and the best way to trade its base for its quote over every market of that base. The grain has no state of its own, so any number of activations give the same answer.
/// </summary>
[StatelessWorker]
public sealed class PairGrain(BookCollector books, BestSplits best) : Grain, IPairGrain
{
    public async Task<PairPrices> GetPricesAsync() => PairAnswers.Prices(Pair, await books.CollectAsync(Pair));

    public Task<BestAnswer> GetBestAsync(BestQuestion question) => best.FindAsync(Pair, question);

    public Task<BestCurve> GetCurveAsync(string side) => SideText.TryParse(side, out var taken)
        ? best.CurveAsync(Pair, taken)
        : throw new ArgumentException($"the side must be validated before the grain is called: {side}");

    private Pair Pair => Pair.TryParse(this.GetPrimaryKeyString(), out var pair)
        ? pair
        : throw new ArgumentException($"the key of a pair must be validated before the grain is called: {this.GetPrimaryKeyString()}");
}
