using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api.Requests;

/// <summary>How routes are declared.</summary>
internal static class Routes
{
    /// <summary>Problems that every route of the API can answer with.</summary>
    private static readonly int[] AnyStatus =
    [
        StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden,
        StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable,
    ];

    /// <summary>Groups the routes of one topic. Each refuses query parameters that it does not declare, and those that change something are recorded.</summary>
    public static RouteGroupBuilder MapTopic(this IEndpointRouteBuilder routes, string tag)
    {
        var group = routes.MapGroup("").WithTags(tag);
        group.AddEndpointFilter(Changes.RecordAsync);
        group.AddEndpointFilter(CheckQueryAsync);
        group.AddEndpointFilter(KeepBoundsAsync);
        foreach (var status in AnyStatus)
        {
            group.WithMetadata(Failure(status));
        }

        return group;
    }

    /// <summary>Gives a route its name in generated clients, its bounds (<see cref="RequestBounds"/>) and its summary.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string operationId, string summary, string? description = null)
    {
        route.WithName(operationId).WithSummary(summary).WithMetadata(RequestBounds.Of(operationId));
        return description is null ? route : route.WithDescription(description);
    }

    /// <summary>Declares the query parameters of a route; it refuses all others.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, params QueryParameter[] parameters) =>
        route.WithMetadata(new DeclaredParameters(parameters));

    /// <summary>Declares the problem statuses that are specific to this route.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder route, params int[] statuses) =>
        route.WithMetadata([.. statuses.Select(Failure)]);

    private static ProducesResponseTypeMetadata Failure(int status) => new(status, typeof(Problem), [Problem.MediaType]);

    private static ValueTask<object?> KeepBoundsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var bound = http.GetEndpoint()!.Metadata.GetRequiredMetadata<RequestBound>();
        return http.RequestServices.GetRequiredService<RequestPlaces>().RunAsync(context, bound, next);
    }

    private static async ValueTask<object?> CheckQueryAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            var query = Query.Of(context.HttpContext);
            query.RefuseUndeclared();
            var result = await next(context);
            if (result is not IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest })
            {
                query.RequireAllRead();
            }

            return result;
        }
        catch (QueryException wrong)
        {
            return Problems.BadRequest(wrong.Message);
        }
    }
}
