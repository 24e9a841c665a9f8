using System.Globalization;
using System.Text.RegularExpressions;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>Interprets a venue's errors: by its codes and words first where they say more than the status does.</summary>
internal sealed partial record Refusals
{
    /// <summary>The longest ban that is taken from a venue's words.</summary>
    private static readonly TimeSpan BanMax = TimeSpan.FromDays(3);

    /// <summary>What the venue's codes mean, in lower case.</summary>
    public IReadOnlyDictionary<string, FailureKind> Codes { get; init; } = new Dictionary<string, FailureKind>();

    /// <summary>What it means when the venue's text contains these words, in any case.</summary>
    public IReadOnlyList<(string Words, FailureKind Kind)> Words { get; init; } = [];

    /// <summary>The code of an answer that is no error; null where such an answer has none.</summary>
    public string? SuccessCode { get; init; }

    /// <summary>Whether a 404 of any content means that the product is unknown.</summary>
    public bool IsUnknownOn404 { get; init; }

    /// <summary>How long to wait after a rate limit that comes with a 403; null where a 403 is none.</summary>
    public TimeSpan? PauseOn403 { get; init; }

    /// <summary>A response other than 2xx.</summary>
    public PullFailure Read(int httpStatus, TimeSpan? retryAfter, DateTimeOffset receivedAt, ReadOnlySpan<byte> body)
    {
        var words = VenueWords.Read(body);
        return Of(words, httpStatus, retryAfter ?? BanTime(words.Text, receivedAt));
    }

    /// <summary>The error in a body that came with a 2xx; null when there is none.</summary>
    public PullFailure? Find(ReadOnlySpan<byte> body) =>
        VenueWords.Find(body) is { } words && !(words.Code is { } code && code == SuccessCode) ? Of(words, httpStatus: null, retryAfter: null) : null;

    public PullFailure Of(VenueWords words, int? httpStatus, TimeSpan? retryAfter)
    {
        var kind = KindOf(httpStatus, words);
        var pause = kind == FailureKind.RateLimited && httpStatus == 403 ? PauseOn403 : null;
        return new(kind, words.Message(httpStatus), httpStatus, retryAfter ?? pause);
    }

    // 403 comes from a firewall, 451 has legal reasons; both depend on the address of the request.
    private FailureKind KindOf(int? httpStatus, VenueWords words) => httpStatus switch
    {
        418 => FailureKind.Banned,
        420 or 429 => FailureKind.RateLimited,
        451 => FailureKind.GeoBlocked,
        _ when Find(words) is { } kind => kind,
        403 => FailureKind.GeoBlocked,
        404 when IsUnknownOn404 => FailureKind.UnknownProduct,
        408 => FailureKind.VenueBusy,
        >= 500 => FailureKind.ServerError,
        _ => FailureKind.Refused,
    };

    private FailureKind? Find(VenueWords words)
    {
        if (words.Code is { } code && Codes.TryGetValue(code.ToLowerInvariant(), out var kind))
        {
            return kind;
        }

        foreach (var (text, meaning) in Words)
        {
            if (words.Text.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return meaning;
            }
        }

        return null;
    }

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
}
