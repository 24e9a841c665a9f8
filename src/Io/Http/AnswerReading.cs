using System.Text;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Io.Http;

/// <summary>What an answer means before anyone looks for a book in it.</summary>
internal static class AnswerReading
{
    /// <summary>Why an answer is no success; null when it is a whole 2xx answer.</summary>
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
            : venue.ReadRefusal(answer.Status, answer.RetryAfter, answer.Body);
    }

    /// <summary>The first bytes of a body as text that any store can keep.</summary>
    public static string HeadOf(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, FailedPull.BodyHeadBytesMax)]);
        return text.Replace('\0', '\uFFFD');
    }

    // Without the query, which may carry what is secret.
    private static string PlaceOf(Uri? location) =>
        location is null ? "nowhere"
        : location.IsAbsoluteUri ? location.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : location.OriginalString.Split('?')[0];
}
