using System.Text;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Io.Http;

/// <summary>Interprets a response before it is parsed as a book.</summary>
internal static class AnswerReading
{
    /// <summary>Why a response is not a success; null for a complete 2xx response.</summary>
    public static PullFailure? FindFailure(IVenue venue, HttpAnswer answer, FetchLimits limits)
    {
        if (answer.IsSuccess)
        {
            return answer.IsCut
                ? new PullFailure(FailureKind.BodyTooLarge, $"more than {limits.BodyBytesMax} bytes", answer.Status)
                : null;
        }

        return answer.Status is >= 300 and < 400
            ? new PullFailure(FailureKind.Refused, $"redirected to {PlaceOf(answer.Location)}, not followed", answer.Status)
            : venue.ReadRefusal(answer.Status, answer.RetryAfter, answer.ReceivedAt, answer.Body);
    }

    /// <summary>The first bytes of a body as text that any store accepts.</summary>
    public static string HeadOf(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, FailedPull.BodyHeadBytesMax)]);
        return text.Replace('\0', '\uFFFD');
    }

    // Without the query, which may contain secrets.
    private static string PlaceOf(Uri? location) =>
        location is null ? "nowhere"
        : location.IsAbsoluteUri ? location.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : location.OriginalString.Split('?')[0];
}
