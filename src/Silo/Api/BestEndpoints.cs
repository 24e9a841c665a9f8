using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/pairs</c> and <c>/api/best</c>: a pair on all its markets, and the best way to trade an asset over all of them.</summary>
internal static class BestEndpoints
{
    private static readonly QueryParameter<string> Unit = Parameter.ChoiceOr(
        "quote", "unit", "Whether the amount is in the currency (quote) or in the asset (base).", "quote", "base");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var best = routes.MapTopic(ApiTags.Best);
        best.MapGet("/api/pairs/{base}/{quote}", PairAsync)
            .Describe(
                "getPair",
                "The best prices of a pair and of each of its markets.",
                "A market without a usable book is listed in excluded, with the reason: no_book, stale, frozen, stopped, no_answer, not_trading or price_apart.")
            .Produces<PairPrices>()
            .Fails(404);
        best.MapGet("/api/best", GetAsync)
            .Describe(
                "getBest",
                "The best way to buy or sell an asset over all its markets, fees included.",
                "Markets with another quote take part through the book of a conversion market; markets that are left out are listed in excluded, with the reason: "
                + "no_book, stale, frozen, stopped, no_answer, one_sided, no_conversion, no_fee, not_trading, price_apart.")
            .Takes(CommonParameters.Asset, CommonParameters.Side, CommonParameters.Amount, CommonParameters.Currency, Unit, CommonParameters.MaxAge)
            .Produces<BestAnswer>()
            .Fails(404);
        best.MapGet("/api/best/curve", CurveAsync)
            .Describe(
                "getBestCurve",
                "Cost against size over all markets of an asset, fees included, for plots.",
                "Up to ten times the largest configured order size of that currency, or as far as the books reach.")
            .Takes(CommonParameters.Asset, CommonParameters.Side, CommonParameters.Currency)
            .Produces<BestCurve>()
            .Fails(404);
    }

    private static Task<IResult> PairAsync(string @base, string quote, ILiveMarkets live, CancellationToken cancel) =>
        live.GetPairAsync(@base, quote, cancel).ToResultAsync();

    private static Task<IResult> GetAsync(Query query, ILiveMarkets live, CancellationToken cancel)
    {
        var (asset, currency) = query.ReadAssets();
        var question = new BestQuestion(
            query.Read(CommonParameters.Side),
            query.Read(CommonParameters.Amount).ToString(),
            query.Read(Unit) == "base",
            query.Read(CommonParameters.MaxAge));
        return live.GetBestAsync(asset, currency, question, cancel).ToResultAsync();
    }

    private static Task<IResult> CurveAsync(Query query, ILiveMarkets live, CancellationToken cancel)
    {
        var (asset, currency) = query.ReadAssets();
        return live.GetBestCurveAsync(asset, currency, query.Read(CommonParameters.Side), cancel).ToResultAsync();
    }
}
