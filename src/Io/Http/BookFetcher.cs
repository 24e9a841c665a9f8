using System.Security.Cryptography;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Io.Http;

/// <summary>Fetches books and listings over HTTP, within budgets that may be shared; one instance per process.</summary>
public sealed class BookFetcher : IBookFetcher, IDisposable
{
    private readonly Dictionary<string, VenueLink> links;

    /// <param name="venues">The supported venues.</param>
    /// <param name="options">Their addresses, budgets and limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="budgets">Null for budgets that only this fetcher uses.</param>
    public BookFetcher(IReadOnlyCollection<IVenue> venues, FetchOptions options, TimeProvider time, IVenueBudgets? budgets = null)
    {
        budgets ??= new OwnBudgets(options.LimitsOf(venues), time);
        links = venues.ToDictionary(
            venue => venue.Code,
            venue => new VenueLink(venue, options.Of(venue), budgets, options.Limits, time));
    }

    public async Task<Fetched<Capture>> FetchBookAsync(Market market, TimeSpan slotLength, RequestPriority priority, CancellationToken cancel)
    {
        var link = LinkTo(market.Venue);
        var answer = await link.AskAsync(link.Venue.BookRequest(market.Product), priority, cancel).ConfigureAwait(false);
        if (link.Venue.FallbackBookRequest(market.Product) is { } fallback && IsRefused(link.Venue, answer.Outcome))
        {
            answer = await link.AskAsync(fallback, priority, cancel).ConfigureAwait(false);
        }

        if (!answer.Outcome.TryGet(out var http, out var failure))
        {
            return new Fetched<Capture>(answer.RequestedAt, failure, answer.BodyHead, answer.WasSent);
        }

        var receivedAt = Microseconds.Floor(http.ReceivedAt);
        var capture = new Capture(
            market,
            Slot.Containing(receivedAt, slotLength),
            http.Body,
            Convert.ToHexStringLower(SHA256.HashData(http.Body)),
            answer.RequestedAt,
            receivedAt,
            http.Url.AbsoluteUri,
            http.Status,
            link.Venue.AdapterVersion);
        return new Fetched<Capture>(answer.RequestedAt, capture);
    }

    public async Task<Outcome<IReadOnlyList<Product>>> FetchListingAsync(string venue, CancellationToken cancel)
    {
        var link = LinkTo(venue);
        var answer = await link.AskAsync(link.Venue.ListingRequest, RequestPriority.First, cancel).ConfigureAwait(false);
        return answer.Outcome.TryGet(out var http, out var failure) ? link.Venue.ParseListing(http.Body) : failure;
    }

    /// <summary>The state of the routes to a venue in this process, by egress address and host.</summary>
    public IReadOnlyList<EgressStanding> Show(string venue) => LinkTo(venue).Show();

    /// <summary>How far a venue's clock is ahead of ours by the date of its latest answer, to about a second; null before.</summary>
    public TimeSpan? ClockAheadOf(string venue) => LinkTo(venue).ClockAhead;

    public void Dispose()
    {
        foreach (var link in links.Values)
        {
            link.Dispose();
        }
    }

    /// <summary>Whether a venue does not know the call, or answers it in another way than expected.</summary>
    private static bool IsRefused(IVenue venue, Outcome<HttpAnswer> outcome) =>
        (outcome.TryGet(out var http, out var failure) ? venue.ParseBook(http.Body).Failure : failure)
            is { Kind: FailureKind.Refused or FailureKind.WrongShape };

    private VenueLink LinkTo(string venue) =>
        links.TryGetValue(venue, out var link) ? link : throw new ArgumentException($"unknown venue '{venue}'", nameof(venue));
}
