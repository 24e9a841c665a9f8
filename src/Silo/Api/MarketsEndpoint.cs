using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>GET /api/markets</c>: every market with its latest book's summary.</summary>
internal static class MarketsEndpoint
{
    private const int LimitMax = 10_000;
    private const int AsksAtOnce = 32;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/markets", ListAsync)
            .WithSummary("Every market with the summary of its latest book.")
            .WithDescription("Query: venue=, asset= (base), limit=, after= (a market; the list goes on behind it).")
            .Produces<IReadOnlyList<MarketSummary>>();

    private static async Task<IResult> ListAsync(HttpRequest request, MarketDirectory directory, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("venue", "asset", "limit", "after");
        var limit = query.Integer("limit", LimitMax, 1, LimitMax);
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var (venue, asset, after) = (query.Text("venue"), query.Text("asset"), query.Text("after"));
        var names = (await directory.Registry.ListAsync())
            .Select(listing => listing.Market)
            .Where(market => venue is null || market.StartsWith($"{venue}:", StringComparison.Ordinal))
            .Where(market => after is null || string.CompareOrdinal(market, after) > 0);
        var summaries = await AskAsync(directory, asset is null ? names.Take(limit) : names, cancel);
        return Results.Ok(summaries
            .Where(summary => asset is null || summary.Pair?.StartsWith($"{asset.ToUpperInvariant()}/", StringComparison.Ordinal) == true)
            .Take(limit));
    }

    private static async Task<MarketSummary[]> AskAsync(MarketDirectory directory, IEnumerable<string> names, CancellationToken cancel)
    {
        using var asks = new SemaphoreSlim(AsksAtOnce);
        return await Task.WhenAll([.. names.Select(async name =>
        {
            await asks.WaitAsync(cancel);
            try
            {
                return await directory.Grain(name).GetSummaryAsync();
            }
            finally
            {
                asks.Release();
            }
        })]);
    }
}
