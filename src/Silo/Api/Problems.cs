using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using Orleans.Runtime;

namespace OrderBookSilo.Silo.Api;

/// <summary>Converts answers and problems to HTTP results.</summary>
internal static class Problems
{
    private const string ArchiveRetrySeconds = "60";

    public static IResult BadRequest(string detail) => Of(Problem.BadRequest(detail));

    public static IResult NotFound(string detail, IReadOnlyList<string>? nearest = null) => Of(Problem.NotFound(detail, nearest));

    public static IResult Conflict(string detail) => Of(Problem.Conflict(detail));

    public static IResult Unavailable(string detail) => Of(Problem.Unavailable(detail));

    /// <summary>Other callers use all of the places for work on the archive.</summary>
    public static IResult ArchiveIsBusy(HttpContext http)
    {
        http.Response.Headers.RetryAfter = ArchiveRetrySeconds;
        return Of(Problem.Unavailable("the archive is busy with other callers; try again in a minute"));
    }

    public static IResult Of(PullFailure failure) => Of(QuestionProblems.NotDelivered(failure));

    public static IResult Of(Problem problem) =>
        problem.RetryAfterSeconds is { } seconds ? new HeaderResult(ProblemOf(problem), HeaderNames.RetryAfter, seconds) : ProblemOf(problem);

    private static IResult ProblemOf(Problem problem) =>
        Results.Problem(problem.Detail, statusCode: problem.Status, title: problem.Title, type: problem.Type, extensions: Extensions(problem));

    public static async Task<IResult> ToResultAsync<T>(this Task<Answer<T>> answer)
        where T : class
    {
        var (value, problem, listAge) = await answer;
        return problem is not null ? Of(problem)
            : listAge is { } age ? new HeaderResult(Results.Ok(value), HeaderNames.Age, age)
            : Results.Ok(value);
    }

    /// <summary>A result with seconds in a header: the age of the list of markets that was used, or when to try again.</summary>
    private sealed class HeaderResult(IResult result, string header, int seconds) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => (result as IStatusCodeHttpResult)?.StatusCode;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers[header] = seconds.ToString(CultureInfo.InvariantCulture);
            return result.ExecuteAsync(httpContext);
        }
    }

    /// <summary>The status of the problem that an exception becomes.</summary>
    public static int StatusOf(Exception error) => error is BadHttpRequestException bad ? bad.StatusCode : QuestionProblems.Of(error, hasOtherSilos: false).Status;

    /// <summary>Maps an exception that no route handled to a problem.</summary>
    public static async Task WriteAsync(HttpContext http)
    {
        var error = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var result = error is BadHttpRequestException bad ? Results.Problem(bad.Message, statusCode: bad.StatusCode) : Of(QuestionProblems.Of(error, OtherSilos.Exist(http.RequestServices.GetRequiredService<ISiloStatusOracle>())));
        await result.ExecuteAsync(http);
    }

    private static Dictionary<string, object?> Extensions(Problem problem)
    {
        var extensions = new Dictionary<string, object?>();
        if (problem.Nearest is { } nearest)
        {
            extensions["nearest"] = nearest;
        }

        if (problem.RetryAfterSeconds is { } seconds)
        {
            extensions["retryAfterSeconds"] = seconds;
        }

        if (problem.Failure is { } failure)
        {
            extensions["failure"] = failure;
        }

        if (problem.Kind is { } kind)
        {
            extensions["kind"] = kind;
            extensions["httpStatus"] = problem.HttpStatus;
        }

        return extensions;
    }
}
