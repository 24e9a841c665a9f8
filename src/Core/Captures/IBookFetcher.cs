using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Captures;

/// <summary>Sends one request to a venue, within the venue's budget.</summary>
public interface IBookFetcher
{
    /// <summary>The market's book as a capture whose slot has this length, or a failure; throws only when cancelled. Retries yield to first attempts in the budget.</summary>
    Task<Fetched<Capture>> FetchBookAsync(Market market, TimeSpan slotLength, bool isRetry, CancellationToken cancel);

    /// <summary>What the venue lists, or a failure; throws only when cancelled.</summary>
    Task<Outcome<IReadOnlyList<Product>>> FetchListingAsync(string venue, CancellationToken cancel);
}

/// <summary>How a request ended: when it was sent, and what came back or why nothing did.</summary>
/// <param name="BodyHead">The beginning of the body of an answer that is a failure, as text; null without one.</param>
public readonly record struct Fetched<T>(DateTimeOffset RequestedAt, Outcome<T> Outcome, string? BodyHead = null)
    where T : notnull;
