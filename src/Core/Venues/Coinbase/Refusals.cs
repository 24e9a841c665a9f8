using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues.Coinbase;

/// <summary>Interprets Coinbase's errors: <c>{"message":"NotFound"}</c>.</summary>
internal static class Refusals
{
    public static PullFailure Read(int httpStatus, TimeSpan? retryAfter, ReadOnlySpan<byte> body) =>
        Of(VenueWords.Read(body), httpStatus, retryAfter);

    public static PullFailure Of(VenueWords words, int? httpStatus, TimeSpan? retryAfter) =>
        new(KindOf(httpStatus, words.Text), words.Message(httpStatus), httpStatus, retryAfter);

    private static FailureKind KindOf(int? httpStatus, string text) => httpStatus switch
    {
        429 => FailureKind.RateLimited,
        418 => FailureKind.Banned,
        403 or 451 => FailureKind.GeoBlocked,
        >= 500 => FailureKind.ServerError,
        null or 404 when text == "NotFound" => FailureKind.UnknownProduct,
        null when text.Contains("rate limit", StringComparison.OrdinalIgnoreCase) => FailureKind.RateLimited,
        _ => FailureKind.Refused,
    };
}
