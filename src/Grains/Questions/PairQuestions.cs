using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Registry;

namespace OrderBookSilo.Grains.Questions;

/// <summary>Answers the live questions about a pair, and about an asset across all its markets.</summary>
public sealed class PairQuestions(IGrainFactory grains, KnownMarkets markets, SnapshotPlan plan)
{
    public async Task<Answer<PairPrices>> GetPricesAsync(string baseAsset, string quoteAsset)
    {
        var text = $"{baseAsset}/{quoteAsset}";
        if (!Pair.TryParse(text, out var pair))
        {
            return Problem.BadRequest($"'{Shown.Of(text)}' is not a pair; write base and quote, such as BTC/USD");
        }

        var prices = await GrainOf(pair).GetPricesAsync();
        return prices is { Markets: [], Excluded: [] } ? await UnknownPairAsync(pair) : Answer.Of(prices);
    }

    public async Task<Answer<BestAnswer>> GetBestAsync(string asset, string? currency, BestQuestion question)
    {
        if ((RefusePair(asset, currency, out var pair) ?? QuestionRules.RefuseOrder(question.Side, question.Amount, question.MaxAgeSeconds)) is { } refusal)
        {
            return Problem.BadRequest(refusal);
        }

        try
        {
            var best = await GrainOf(pair).GetBestAsync(question);
            return best.Refusal is { } refused ? QuestionProblems.NotAsked(pair.Base.Code, refused)
                : best is { Split: [], Excluded: [], Mid: null } ? await UnknownAssetAsync(pair.Base) : Answer.Of(best);
        }
        catch (OverflowException)
        {
            return QuestionProblems.TooPrecise(question.Amount);
        }
    }

    public async Task<Answer<BestCurve>> GetCurveAsync(string asset, string? currency, string side)
    {
        if ((RefusePair(asset, currency, out var pair) ?? QuestionRules.RefuseSide(side, out _)) is { } refusal)
        {
            return Problem.BadRequest(refusal);
        }

        if (plan.For(pair.Quote, fee: null).OrderSizes.Count == 0)
        {
            return Problem.BadRequest($"there are no order sizes in {pair.Quote}; set OrderSizesIn:{pair.Quote}");
        }

        var curve = await GrainOf(pair).GetCurveAsync(side);
        return curve is { Points: [], Excluded: [], Refused: false } ? await UnknownAssetAsync(pair.Base) : Answer.Of(curve);
    }

    private IPairGrain GrainOf(Pair pair) => grains.GetGrain<IPairGrain>(pair.ToString());

    private static string? RefusePair(string asset, string? currency, out Pair pair)
    {
        var paid = currency ?? QuestionRules.DefaultCurrency;
        return Pair.TryParse($"{asset}/{paid}", out pair) ? null : QuestionRules.NotAssets(asset, paid);
    }

    private async Task<Problem> UnknownPairAsync(Pair pair)
    {
        var known = (await markets.GetAsync(CancellationToken.None)).Markets
            .Where(listing => listing.BaseAsset is not null)
            .Select(listing => $"{listing.BaseAsset}/{listing.QuoteAsset}")
            .Distinct();
        return Problem.NotFound($"no market of this silo is known to trade {pair}", Nearest.To(pair.ToString(), known));
    }

    private async Task<Problem> UnknownAssetAsync(Asset asset)
    {
        var known = (await markets.GetAsync(CancellationToken.None)).Markets.Select(listing => listing.BaseAsset).OfType<string>().Distinct();
        return Problem.NotFound($"no market of this silo is known to trade {asset}", Nearest.To(asset.Code, known));
    }
}
