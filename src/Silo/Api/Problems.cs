using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;

namespace OrderBookSilo.Silo.Api;

/// <summary>Converts answers and problems to HTTP results.</summary>
internal static class Problems
{
    private const string ArchiveRetrySeconds = "60";

    public static IResult BadRequest(string detail) => Of(Problem.BadRequest(detail));

    public static IResult NotFound(string detail, IReadOnlyList<string>? nearest = null) => Of(Problem.NotFound(detail, nearest));

    public static IResult Conflict(string detail) => Of(Problem.Conflict(detail));

    /// <summary>Other callers use all of the places for work on the archive.</summary>
    public static IResult ArchiveIsBusy(HttpContext http)
    {
        http.Response.Headers.RetryAfter = ArchiveRetrySeconds;
        return Of(Problem.Unavailable("the archive is busy with other callers; try again in a minute"));
    }

    public static IResult Of(PullFailure failure) => Of(QuestionProblems.NotDelivered(failure));

    public static IResult Of(Problem problem) =>
        Results.Problem(problem.Detail, statusCode: problem.Status, title: problem.Title, type: problem.Type, extensions: Extensions(problem));

    public static async Task<IResult> ToResultAsync<T>(this Task<Answer<T>> answer)
        where T : class
    {
        var (value, problem, listAge) = await answer;
        return problem is not null ? Of(problem)
            : listAge is { } age ? new AgedResult(Results.Ok(value), age)
            : Results.Ok(value);
    }

    /// <summary>An answer from an older list of markets, with its age in the header that HTTP has for it.</summary>
    private sealed class AgedResult(IResult result, int ageSeconds) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.Age = ageSeconds.ToString(CultureInfo.InvariantCulture);
            return result.ExecuteAsync(httpContext);
        }
    }

    /// <summary>The status of the problem that an exception becomes.</summary>
    public static int StatusOf(Exception error) => error is BadHttpRequestException bad ? bad.StatusCode : QuestionProblems.Of(error).Status;

    /// <summary>Maps an exception that no route handled to a problem.</summary>
    public static async Task WriteAsync(HttpContext http)
    {
        var error = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var result = error is BadHttpRequestException bad ? Results.Problem(bad.Message, statusCode: bad.StatusCode) : Of(QuestionProblems.Of(error));
        await result.ExecuteAsync(http);
    }

    private static Dictionary<string, object?> Extensions(Problem problem)
    {
        var extensions = new Dictionary<string, object?>();
        if (problem.Nearest is { } nearest)
        {
            extensions["nearest"] = nearest;
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
