using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/markets/{venue}/{product}</c>: one market, its activation, its stop and its pull.</summary>
internal static class MarketEndpoint
{
    private const string Route = "/api/markets/{venue}/{product}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var plain = routes.MapGroup("").AddEndpointFilter(RefuseParametersAsync);
        plain.MapGet(Route, GetAsync).WithSummary("One market with the summary of its latest book.").Produces<MarketSummary>();
        plain.MapPut(Route, AddAsync).WithSummary("Activates a market; its due slot is pulled at once.").Produces<MarketSummary>();
        plain.MapDelete(Route, RemoveAsync).WithSummary("Stops a market; what was stored stays.").Produces<MarketSummary>();
        plain.MapPost($"{Route}/pull", PullAsync).WithSummary("One attempt to pull now.").Produces<MarketSummary>();
    }

    // None of these takes a parameter, and whoever gives one means something that will not happen.
    private static async ValueTask<object?> RefuseParametersAsync(EndpointFilterInvocationContext request, EndpointFilterDelegate next) =>
        Query.RefuseAny(request.HttpContext.Request) ?? await next(request);

    private static Task<IResult> GetAsync(string venue, string product, MarketDirectory directory) =>
        directory.WithAsync(venue, product, async (grain, _) => Results.Ok(await grain.GetSummaryAsync()));

    private static async Task<IResult> AddAsync(string venue, string product, MarketDirectory directory, CancellationToken cancel)
    {
        if (!MarketDirectory.TryRead(venue, product, out var market, out var problem))
        {
            return problem;
        }

        if (await directory.RefusalAsync(market, cancel) is { } refusal)
        {
            return refusal;
        }

        await directory.Registry.AddAsync(market.ToString());
        return Results.Ok(await directory.Grain(market.ToString()).GetSummaryAsync());
    }

    private static Task<IResult> RemoveAsync(string venue, string product, MarketDirectory directory) =>
        directory.WithAsync(venue, product, async (grain, market) =>
        {
            await directory.Registry.RemoveAsync(market);
            return Results.Ok(await grain.GetSummaryAsync());
        });

    private static Task<IResult> PullAsync(string venue, string product, MarketDirectory directory, TimeProvider time) =>
        directory.WithAsync(venue, product, async (grain, market) =>
        {
            if (!(await grain.GetSummaryAsync()).Active)
            {
                return Problems.Stopped(market);
            }

            var pulled = await grain.PullNowAsync(time.GetUtcNow());
            return pulled.Failure is { } failure ? Problems.NotPulled(market, failure) : Results.Ok(pulled.Market);
        });
}
