using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>GET /api/markets</c>: every market with its latest book's summary.</summary>
internal static class MarketsEndpoint
{
    private const int LimitMax = 10_000;
    private const int AsksAtOnce = 64;
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(3);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/markets", ListAsync)
            .WithSummary("Every market with the summary of its latest book.")
            .WithDescription("Query: venue=, asset= (base), limit=, after= (a market; the list goes on behind it).")
            .Produces<IReadOnlyList<MarketSummary>>();

    private static async Task<IResult> ListAsync(
        HttpRequest request, MarketDirectory directory, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("venue", "asset", "limit", "after");
        var limit = query.Integer("limit", LimitMax, 1, LimitMax);
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var (venue, asset, after) = (query.Text("venue"), query.Text("asset")?.ToUpperInvariant(), query.Text("after"));
        var listings = (await directory.Registry.ListAsync())
            .Where(listing => venue is null || listing.Market.StartsWith($"{venue}:", StringComparison.Ordinal))
            .Where(listing => asset is null || listing.BaseAsset == asset)
            .Where(listing => after is null || string.CompareOrdinal(listing.Market, after) > 0)
            .Take(limit);
        return Results.Ok(await AskAsync(directory, listings, time, cancel));
    }

    private static async Task<MarketSummary[]> AskAsync(
        MarketDirectory directory, IEnumerable<MarketListing> listings, TimeProvider time, CancellationToken cancel)
    {
        using var asks = new SemaphoreSlim(AsksAtOnce);
        return await Task.WhenAll([.. listings.Select(async listing =>
        {
            await asks.WaitAsync(cancel);
            try
            {
                return await directory.Grain(listing.Market).GetSummaryAsync().WaitAsync(AnswerTimeMax, time, cancel);
            }
            catch (Exception silent) when (!cancel.IsCancellationRequested)
            {
                return Silent(listing, silent, time.GetUtcNow());
            }
            finally
            {
                asks.Release();
            }
        })]);
    }

    // A market that cannot answer now, because its silo was just lost, must not hide all the others.
    private static MarketSummary Silent(MarketListing listing, Exception silent, DateTimeOffset now)
    {
        var market = Market.Parse(listing.Market);
        var why = silent is StoreUnavailableException ? silent.Message : "the market does not answer now";
        return new MarketSummary(
            listing.Market,
            market.Venue,
            market.Product,
            listing.BaseAsset is null ? null : $"{listing.BaseAsset}/{listing.QuoteAsset}",
            listing.Active,
            Slot: null,
            ReceivedAt: null,
            AgeSeconds: null,
            BestBid: null,
            BestAsk: null,
            Mid: null,
            SpreadBps: null,
            BidLevels: null,
            AskLevels: null,
            DepthComplete: null,
            new FailureAnswer("no_answer", why, null, now, now),
            NextSlot: null);
    }
}
