using System.Globalization;
using System.Text.RegularExpressions;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues.Binance;

/// <summary>Interprets Binance's errors: <c>{"code":-1121,"msg":"Invalid symbol."}</c>.</summary>
internal static partial class Refusals
{
    private const int TooManyRequests = -1003;
    private const int BackendTimeout = -1007;
    private const int ServerBusy = -1008;
    private const int BadSymbol = -1121;

    /// <summary>Binance bans an address for two minutes to three days.</summary>
    private static readonly TimeSpan BanMax = TimeSpan.FromDays(3);

    public static PullFailure Read(int httpStatus, TimeSpan? retryAfter, DateTimeOffset receivedAt, ReadOnlySpan<byte> body)
    {
        var words = VenueWords.Read(body);
        return Of(words, httpStatus, retryAfter ?? BanTime(words.Text, receivedAt));
    }

    public static PullFailure Of(VenueWords words, int? httpStatus, TimeSpan? retryAfter) =>
        new(KindOf(httpStatus, words.Code), words.Message(httpStatus), httpStatus, retryAfter);

    // "Way too much request weight used; IP banned until 1573830000000. …": the end is in milliseconds since 1970.
    private static TimeSpan? BanTime(string text, DateTimeOffset receivedAt)
    {
        if (BannedUntil().Match(text) is not { Success: true } found)
        {
            return null;
        }

        var end = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));
        var left = end - receivedAt;
        return left <= TimeSpan.Zero ? null : left < BanMax ? left : BanMax;
    }

    [GeneratedRegex(@"banned until (\d{13})(?!\d)", RegexOptions.IgnoreCase)]
    private static partial Regex BannedUntil();

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
