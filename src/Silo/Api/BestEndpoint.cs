using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>GET /api/best</c>: the best way to trade an order over all markets of an asset.</summary>
internal static class BestEndpoint
{
    private const string DefaultCurrency = "USD";

    private const int LargestSizes = 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/best", GetAsync)
            .WithSummary("The best way to buy or sell an asset over all its markets, fees included.")
            .WithDescription(
                "Query: asset=, side=buy|sell, amount=, currency= (default USD), unit=quote|base (default quote: the currency), maxAge=SECONDS "
                + "(pulls first what is older). A buy's amount includes the fees, a sell's is what is received after them. Markets with "
                + "another quote take part through a conversion market's book; who takes no part is in excluded, with the reason: no_book, "
                + "stale, stopped, no_answer, one_sided, no_conversion, no_fee, not_trading.")
            .Produces<BestAnswer>();
        routes.MapGet("/api/best/curve", CurveAsync)
            .WithSummary("Cost against size over all markets of an asset, fees included, for plots.")
            .WithDescription("Query: asset=, side=buy|sell, currency= (default USD). Up to ten times the largest configured order size of that currency, or as far as the markets go.")
            .Produces<BestCurve>();
    }

    private static async Task<IResult> GetAsync(HttpRequest request, MarketDirectory directory)
    {
        var query = new Query(request.Query);
        query.Only("asset", "side", "amount", "currency", "unit", "maxAge");
        var pair = ReadPair(query);
        var question = new BestQuestion(
            query.Choice("side", null, "buy", "sell"),
            query.Amount("amount").ToString(),
            query.Choice("unit", "quote", "quote", "base") == "base",
            query.MaxAgeSeconds());
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        try
        {
            var best = await directory.Pair(pair).GetBestAsync(question);
            return best is { Split: [], Excluded: [] } ? await UnknownAsync(pair, directory) : Results.Ok(best);
        }
        catch (OverflowException)
        {
            return Problems.BadRequest($"amount {question.Amount} has more digits than can be computed exactly; write fewer decimals");
        }
    }

    private static async Task<IResult> CurveAsync(HttpRequest request, BestSplits best, SnapshotPlan plan, MarketDirectory directory)
    {
        var query = new Query(request.Query);
        query.Only("asset", "side", "currency");
        var pair = ReadPair(query);
        SideText.TryParse(query.Choice("side", null, "buy", "sell"), out var side);
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var sizes = plan.For(pair.Quote, fee: null).OrderSizes;
        if (sizes.Count == 0)
        {
            return Problems.BadRequest($"there are no order sizes in {pair.Quote}; set OrderSizesIn:{pair.Quote}");
        }

        var curve = await best.CurveAsync(pair, side, SizeGrid.UpTo(sizes[^1] * LargestSizes));
        return curve is { Points: [], Excluded: [], Refused: false } ? await UnknownAsync(pair, directory) : Results.Ok(curve);
    }

    /// <summary>Asset and currency, the currency USD unless it is given.</summary>
    public static Pair ReadPair(Query query)
    {
        if (query.Text("asset") is not { } asset)
        {
            return query.Wrong("asset is missing; write its code, such as BTC", default(Pair));
        }

        var currency = query.Text("currency") ?? DefaultCurrency;
        return Pair.TryParse($"{asset}/{currency}", out var pair) ? pair : query.Wrong($"'{Query.Shown(asset)}' and '{Query.Shown(currency)}' are not two assets' codes, such as BTC and USD", default(Pair));
    }

    private static async Task<IResult> UnknownAsync(Pair pair, MarketDirectory directory)
    {
        var known = (await directory.Registry.ListAsync()).Select(listing => listing.BaseAsset).OfType<string>().Distinct();
        return Problems.NotFound($"no market of this silo is known to trade {pair.Base}", Nearest.To(pair.Base.Code, known));
    }
}
