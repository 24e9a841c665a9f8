using System.Text.Json.Serialization;

namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>The reason why a request was not answered, as problem details (RFC 9457).</summary>
/// <param name="Type">The document that defines the status.</param>
/// <param name="Title">The kind of problem.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Detail">What is wrong and, where known, how to correct it.</param>
/// <param name="Nearest">Similar names when a name is unknown; left out when there are none.</param>
/// <param name="Failure">The failed pull; left out when no pull failed.</param>
/// <param name="Kind">Why a venue did not deliver, one of a closed set in snake_case; left out unless a venue was asked.</param>
/// <param name="HttpStatus">HTTP status of the venue's answer; left out where none came.</param>
/// <param name="RetryAfterSeconds">[seconds] When a repetition may succeed, as in the header Retry-After; left out where that is not known.</param>
/// <param name="TraceId">Id of the HTTP request in logs and traces; left out when the question did not come over HTTP.</param>
[GenerateSerializer, Immutable, Alias("orderbook.problem")]
public sealed record Problem(
    [property: Id(0)] string? Type,
    [property: Id(1)] string? Title,
    [property: Id(2)] int Status,
    [property: Id(3)] string? Detail,
    [property: Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Nearest = null,
    [property: Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FailureAnswer? Failure = null,
    [property: Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Kind = null,
    [property: Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? HttpStatus = null,
    [property: Id(8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceId = null,
    [property: Id(9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RetryAfterSeconds = null)
{
    /// <summary>The media type of problems over HTTP.</summary>
    public const string MediaType = "application/problem+json";

    private const string Semantics = "https://tools.ietf.org/html/rfc9110#section-";

    public static Problem BadRequest(string detail) => new($"{Semantics}15.5.1", "The request cannot be answered", 400, detail);

    public static Problem NotFound(string detail, IReadOnlyList<string>? nearest = null) => new($"{Semantics}15.5.5", "Not found", 404, detail, nearest);

    public static Problem Conflict(string detail) => new($"{Semantics}15.5.10", "Not possible now", 409, detail);

    public static Problem TooMany(string detail, int retryAfterSeconds) =>
        new("https://tools.ietf.org/html/rfc6585#section-4", "Too Many Requests", 429, detail, RetryAfterSeconds: retryAfterSeconds);

    public static Problem NotPulled(string detail, FailureAnswer failure) => new($"{Semantics}15.6.3", "The pull failed", 502, detail, Failure: failure);

    public static Problem NotDelivered(string detail, string kind, int? httpStatus) =>
        new($"{Semantics}15.6.3", "The venue did not deliver", 502, detail, Kind: kind, HttpStatus: httpStatus);

    public static Problem Internal(string detail) => new($"{Semantics}15.6.1", "An error occurred while processing your request.", 500, detail);

    public static Problem Unavailable(string detail) => new($"{Semantics}15.6.4", "Service Unavailable", 503, detail);

    public static Problem TooLate(string detail) => new($"{Semantics}15.6.5", "Gateway Timeout", 504, detail);
}
