using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/repairs</c>: what earlier versions of the software or a wrong clock left in the facts.</summary>
internal static class RepairsEndpoint
{
    private const string Root = "/api/repairs";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var repairs = routes.MapTopic(ApiTags.Audit);
        repairs.MapGet(Root, (Repairs all, CancellationToken cancel) => all.FindAsync(cancel))
            .Describe("findRepairs", "What can be repaired in the facts; changes nothing.", $"At most {Repairs.FoundMax}.")
            .Produces<RepairsView>();
        repairs.MapPost(Root, (Repairs all, CancellationToken cancel) => all.ApplyAsync(cancel))
            .Describe(
                "applyRepairs",
                "Repairs what can be repaired in the facts.",
                $"At most {Repairs.FoundMax} in one call. Removed rows are kept in repair_record; splits and books are computed again by replays.")
            .Produces<RepairsView>();
    }
}
