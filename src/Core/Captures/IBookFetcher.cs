using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Captures;

/// <summary>Sends one request to a venue, within the venue's budget.</summary>
public interface IBookFetcher
{
    /// <summary>
    /// Fetches the market's book as a capture for a slot of this length, or returns a failure; throws only when cancelled.
    /// First attempts have the highest priority in the budget.
    /// </summary>
    Task<Fetched<Capture>> FetchBookAsync(Market market, TimeSpan slotLength, RequestPriority priority, CancellationToken cancel);

    /// <summary>Fetches the venue's listing, or returns a failure; throws only when cancelled.</summary>
    Task<Outcome<IReadOnlyList<Product>>> FetchListingAsync(string venue, CancellationToken cancel);
}

/// <summary>The result of a request: when it was sent, and the response or the failure.</summary>
/// <param name="BodyHead">The start of the body of a failed response as text; null without one.</param>
/// <param name="WasSent">False when no request was sent, because of the budget or of an earlier failure.</param>
public readonly record struct Fetched<T>(DateTimeOffset RequestedAt, Outcome<T> Outcome, string? BodyHead = null, bool WasSent = true)
    where T : notnull;
