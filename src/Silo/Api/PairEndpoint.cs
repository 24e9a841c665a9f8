using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>GET /api/pairs/{base}/{quote}</c>: a pair on every market that has it.</summary>
internal static class PairEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/pairs/{base}/{quote}", GetAsync)
            .WithSummary("The best prices of a pair and of each of its markets.")
            .WithDescription("A market without a book to answer from is in excluded, with the reason: no_book, stale, stopped or no_answer.")
            .Produces<PairPrices>();

    private static async Task<IResult> GetAsync(string @base, string quote, HttpRequest request, MarketDirectory directory)
    {
        if (Query.RefuseAny(request) is { } refusal)
        {
            return refusal;
        }

        if (!Pair.TryParse($"{@base}/{quote}", out var pair))
        {
            return Problems.BadRequest($"'{Query.Shown($"{@base}/{quote}")}' is not a pair; write base and quote, such as BTC/USD");
        }

        var prices = await directory.Pair(pair).GetPricesAsync();
        return prices is { Markets: [], Excluded: [] } ? await UnknownAsync(pair, directory) : Results.Ok(prices);
    }

    private static async Task<IResult> UnknownAsync(Pair pair, MarketDirectory directory)
    {
        var known = (await directory.Registry.ListAsync())
            .Where(listing => listing.BaseAsset is not null)
            .Select(listing => $"{listing.BaseAsset}/{listing.QuoteAsset}")
            .Distinct();
        return Problems.NotFound($"no market of this silo is known to trade {pair}", Nearest.To(pair.ToString(), known));
    }
}
