using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;

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
        return Results.Ok(splits.Select(SplitView.Of));
    }
}

/// <summary>The split of one order size over the books of one slot.</summary>
/// <param name="Slot">Start of the slot, UTC.</param>
/// <param name="Side">The taker's side: buy takes asks, sell takes bids.</param>
/// <param name="OrderSize">To be spent by a buy or received by a sell, in currency.</param>
/// <param name="Complete">Whether the markets held enough.</param>
/// <param name="Reason">Why it is not complete; null when it is, and when the books were too far apart.</param>
/// <param name="Refused">Whether the books were too far apart in time to be compared.</param>
/// <param name="Quantity">Received by a buy or given by a sell, in base; null when refused.</param>
/// <param name="FilledAmount">Paid by a buy or received by a sell, fees and conversion included, in currency; null when refused.</param>
/// <param name="AllInPrice">filledAmount ÷ quantity, in currency per base; null when incomplete.</param>
/// <param name="CostBps">1e4 × D × (allInPrice ÷ mid − 1), in basis points; null when incomplete.</param>
/// <param name="BestSingle">The market that would do the whole order best alone; null when none could.</param>
/// <param name="Saving">Against that market, in currency; null without one.</param>
/// <param name="SavingBps">The saving per 10,000 of what that market would pay or receive, in basis points.</param>
/// <param name="MarketsUsed">Number of markets that take part.</param>
/// <param name="MarketsExcluded">Number of markets that were left out.</param>
internal sealed record SplitView(
    DateTimeOffset Slot,
    string Side,
    string OrderSize,
    bool Complete,
    string? Reason,
    bool Refused,
    string? Quantity,
    string? FilledAmount,
    string? AllInPrice,
    double? CostBps,
    string? BestSingle,
    string? Saving,
    double? SavingBps,
    int MarketsUsed,
    int MarketsExcluded)
{
    public static SplitView Of(SplitRecord split) => new(
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
