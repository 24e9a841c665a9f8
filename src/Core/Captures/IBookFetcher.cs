using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Captures;

/// <summary>One request to a venue on the caller's clock, within the venue's budget.</summary>
public interface IBookFetcher
{
    /// <summary>The market's book as a capture whose slot has this length, or a failure; throws only when cancelled. Retries leave the budget to first attempts.</summary>
    Task<Fetched> FetchBookAsync(Market market, TimeSpan slotLength, bool isRetry, CancellationToken cancel);

    /// <summary>What the venue lists, or a failure; throws only when cancelled.</summary>
    Task<Outcome<IReadOnlyList<Product>>> FetchListingAsync(string venue, CancellationToken cancel);
}

/// <summary>What a request came to: when it was sent, and the capture or the failure.</summary>
/// <param name="BodyHead">The beginning of a body that is no capture, as text.</param>
public readonly record struct Fetched(DateTimeOffset RequestedAt, Outcome<Capture> Outcome, string? BodyHead = null);
