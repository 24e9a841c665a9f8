using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>GET /api/splits</c>: the splits of past slots, as the warehouse has them.</summary>
internal static class SplitsEndpoint
{
    private const int RowsMax = 10_000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/splits", GetAsync)
            .WithSummary("The splits of past slots, newest first.")
            .WithDescription($"Query: asset=, currency= (default USD), side=, amount= (an order size), from=, to= (default the last 24 h); at most {RowsMax} rows.")
            .Produces<IReadOnlyList<SplitView>>();

    private static async Task<IResult> GetAsync(HttpRequest request, ISplitStore store, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("asset", "currency", "side", "amount", "from", "to");
        var pair = BestEndpoint.ReadPair(query);
        SideText.TryParse(query.Text("side") is null ? null : query.Choice("side", null, "buy", "sell"), out var side);
        var amount = query.Text("amount") is null ? (Exact?)null : query.Amount("amount");
        var (from, to) = RecordsEndpoint.Range(query, time);
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var splits = await store.ReadSplitsAsync(
            pair.Base, pair.Quote, query.Text("side") is null ? null : side, amount, from, to, RowsMax, cancel);
        return Results.Ok(splits.Select(ViewOf));
    }

    private static SplitView ViewOf(SplitRecord split) => new(
        split.Slot.Start,
        split.Side.Text(),
        split.OrderSize.ToString(),
        split.Complete,
        split.Reason?.Text(),
        split.Refused,
        split.Quantity?.ToString(),
        split.Amount?.ToString(),
        split.AllInPrice?.ToString(),
        split.CostBps,
        split.BestSingle?.ToString(),
        split.Saving?.ToString(),
        split.SavingBps,
        split.MarketsUsed,
        split.MarketsExcluded);
}
