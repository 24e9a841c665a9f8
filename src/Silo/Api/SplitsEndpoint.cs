using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>GET /api/splits</c>: the stored splits of past slots.</summary>
internal static class SplitsEndpoint
{
    private static readonly QueryParameter<string?> Taken = Parameter.OptionalChoice("side", "Only this taker's side.", "buy", "sell");
    private static readonly QueryParameter<Exact?> OrderSize = Parameter.OptionalAmount("amount", "Only this order size, in the currency.");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapTopic(ApiTags.Splits).MapGet("/api/splits", GetAsync)
            .Describe("listSplits", "The splits of past slots, newest first.", $"At most {RequestBounds.RecordRows} rows.")
            .Takes(CommonParameters.Asset, CommonParameters.Currency, Taken, OrderSize, CommonParameters.From, CommonParameters.To)
            .Produces<IReadOnlyList<SplitView>>();

    private static async Task<IResult> GetAsync(Query query, ISplitStore store, TimeProvider time, CancellationToken cancel)
    {
        var pair = query.ReadPair();
        Side? side = SideText.TryParse(query.Read(Taken), out var taken) ? taken : null;
        var amount = query.Read(OrderSize);
        var (from, to) = query.ReadRange(time);
        var splits = await store.ReadSplitsAsync(
            pair.Base, pair.Quote, side, amount, from, to, RequestBounds.RecordRows, cancel);
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
