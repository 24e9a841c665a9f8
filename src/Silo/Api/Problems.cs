using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Runtime;

namespace OrderBookSilo.Silo.Api;

/// <summary>Errors as RFC 9457 problem details, each with a sentence that a person can act on.</summary>
internal static class Problems
{
    public static IResult BadRequest(string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "The request cannot be answered");

    public static IResult NotFound(string detail, IReadOnlyList<string>? nearest = null) =>
        Results.Problem(
            detail,
            statusCode: StatusCodes.Status404NotFound,
            title: "Not found",
            extensions: nearest is null ? null : new Dictionary<string, object?> { ["nearest"] = nearest });

    public static IResult Conflict(string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: "Not possible now");

    /// <summary>A pull that was asked for and came to nothing.</summary>
    public static IResult NotPulled(string market, FailureAnswer failure) =>
        Results.Problem(
            $"{market} was not pulled ({failure.Kind}): {failure.Message}",
            statusCode: StatusCodes.Status502BadGateway,
            title: "The pull failed",
            extensions: new Dictionary<string, object?> { ["failure"] = failure });

    public static IResult Stopped(string market) =>
        Conflict($"{market} is stopped; start it again first: ./orderbook add {market}, or PUT /api/markets/{market.Replace(':', '/')}");

    public static IResult Of(PullFailure failure) =>
        Results.Problem(
            $"the venue gave no answer to this ({failure.Kind.Text()}): {failure.Message}",
            statusCode: StatusCodes.Status502BadGateway,
            title: "The venue did not deliver",
            extensions: new Dictionary<string, object?> { ["kind"] = failure.Kind.Text(), ["httpStatus"] = failure.HttpStatus });

    /// <summary>What an exception that reached the edge becomes; only bugs are 500, and their text stays in the log.</summary>
    public static async Task WriteAsync(HttpContext http)
    {
        var error = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var (status, detail) = error switch
        {
            StoreUnavailableException unavailable => (StatusCodes.Status503ServiceUnavailable, $"the {unavailable.Store} is away; try again in a moment"),
            TimeoutException or OperationCanceledException => (StatusCodes.Status504GatewayTimeout, "the market did not answer in time; try again in a moment"),
            DbException { IsTransient: true } => (StatusCodes.Status503ServiceUnavailable, "the database is away; try again in a moment"),
            OrleansException => (StatusCodes.Status503ServiceUnavailable, "the silo that has this market is not to be reached; another takes over in a moment"),
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            _ => (StatusCodes.Status500InternalServerError, "something failed here that should not; the silo's log has the details"),
        };
        await Results.Problem(detail, statusCode: status).ExecuteAsync(http);
    }
}
