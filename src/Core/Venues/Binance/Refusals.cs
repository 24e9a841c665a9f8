using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues.Binance;

/// <summary>Interprets Binance's errors: <c>{"code":-1121,"msg":"Invalid symbol."}</c>.</summary>
internal static class Refusals
{
    private const int TooManyRequests = -1003;
    private const int BackendTimeout = -1007;
    private const int ServerBusy = -1008;
    private const int BadSymbol = -1121;

    public static PullFailure Read(int httpStatus, TimeSpan? retryAfter, ReadOnlySpan<byte> body) =>
        Of(VenueWords.Read(body), httpStatus, retryAfter);

    public static PullFailure Of(VenueWords words, int? httpStatus, TimeSpan? retryAfter) =>
        new(KindOf(httpStatus, words.Code), words.Message(httpStatus), httpStatus, retryAfter);

    /// <summary>403 comes from the firewall, 451 has legal reasons; both depend on the address of the request.</summary>
    private static FailureKind KindOf(int? httpStatus, int? code) => (httpStatus, code) switch
    {
        (418, _) => FailureKind.Banned,
        (429, _) => FailureKind.RateLimited,
        (403 or 451, _) => FailureKind.GeoBlocked,
        (_, TooManyRequests) => FailureKind.RateLimited,
        (_, BackendTimeout or ServerBusy) => FailureKind.VenueBusy,
        (_, BadSymbol) => FailureKind.UnknownProduct,
        ( >= 500, _) => FailureKind.ServerError,
        _ => FailureKind.Refused,
    };
}
