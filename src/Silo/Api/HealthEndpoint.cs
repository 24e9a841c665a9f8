using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Silo.Api.Requests;
using OrderBookSilo.Silo.Observability;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/health/live</c> and <c>/health/ready</c>: no key needed.</summary>
internal static class HealthEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags(ApiTags.Health);
        health.MapGet("/live", () => new LiveView("live", ProductVersion.Text)).Describe("getLive", "200 while the process answers.").Produces<LiveView>();
        health.MapGet("/ready", Ready)
            .Describe("getReady", "200 once the markets are started, degraded while a store is unavailable, anything waits in the spool, or a configured market was never started; 503 before.")
            .Produces<ReadyView>()
            .Produces<ReadyView>(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Ready(SiloHealth health)
    {
        var view = health.Look();
        return Results.Json(view, statusCode: view.Status == "starting" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
