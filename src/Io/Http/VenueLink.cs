using System.Net;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Io.Http;

/// <summary>The way to one venue: its hosts in order of preference, its gate, its connections.</summary>
internal sealed class VenueLink : IDisposable
{
    private readonly IVenue venue;
    private readonly FetchLimits limits;
    private readonly TimeProvider time;
    private readonly VenueGate gate;
    private readonly IReadOnlyList<(Uri Address, HttpMessageInvoker Invoker)> hosts;

    public VenueLink(IVenue venue, VenueFetchOptions options, IVenueBudgets budgets, FetchLimits limits, TimeProvider time)
    {
        this.venue = venue;
        this.limits = limits;
        this.time = time;
        gate = new VenueGate(venue.Code, budgets, limits, time);
        hosts = [.. options.AddressesOf(venue).Select(address => (address, InvokerTo(address)))];
    }

    public IVenue Venue => venue;

    /// <summary>Asks the venue's hosts in turn: the next one only where one cannot be reached or will not serve us from here.</summary>
    public async Task<VenueAnswer> AskAsync(VenueRequest request, CancellationToken cancel)
    {
        var startedAt = time.GetTimestamp();
        var answer = new VenueAnswer(Now(), "", new PullFailure(FailureKind.Connection, "the venue has no host"));
        foreach (var (address, invoker) in hosts)
        {
            if (gate.FindBlock(address) is { } blocked)
            {
                answer = new VenueAnswer(Now(), "", blocked);
                continue;
            }

            var turn = await gate.EnterAsync(request.Weight, cancel).ConfigureAwait(false);
            if (turn.Failure is { } refused)
            {
                return new VenueAnswer(Now(), "", refused);
            }

            var wasSent = true;
            try
            {
                var left = limits.AttemptTimeMax - time.GetElapsedTime(startedAt);
                (answer, wasSent) = await AskHostAsync(address, invoker, request, left, cancel).ConfigureAwait(false);
            }
            finally
            {
                await gate.LeaveAsync(turn, wasSent).ConfigureAwait(false);
            }

            if (answer.Outcome.Failure is not { Kind: FailureKind.GeoBlocked or FailureKind.Connection })
            {
                return answer;
            }
        }

        return answer;
    }

    public void Dispose()
    {
        gate.Dispose();
        foreach (var (_, invoker) in hosts)
        {
            invoker.Dispose();
        }
    }

    /// <summary>The answer, and whether the request may have reached the host.</summary>
    private async Task<(VenueAnswer Answer, bool WasSent)> AskHostAsync(
        Uri address, HttpMessageInvoker invoker, VenueRequest request, TimeSpan left, CancellationToken cancel)
    {
        var url = UrlOf(address, request);
        var requestedAt = Now();
        var timeMax = left < limits.RequestTimeMax ? left : limits.RequestTimeMax;
        if (timeMax <= TimeSpan.Zero)
        {
            return (new VenueAnswer(requestedAt, "", new PullFailure(FailureKind.Timeout, "no time was left to ask")), false);
        }

        var exchange = new HttpExchange(invoker, limits, time);
        var (outcome, wasSent) = await exchange.GetAsync(url, timeMax, cancel).ConfigureAwait(false);
        var answer = new VenueAnswer(requestedAt, url.AbsoluteUri, outcome);
        if (outcome.TryGet(out var http, out _) && AnswerReading.FindFailure(venue, http, limits) is { } failure)
        {
            await gate.NoteAsync(address, failure).ConfigureAwait(false);
            return (answer with { Outcome = failure, BodyHead = AnswerReading.HeadOf(http.Body) }, wasSent);
        }

        return (answer, wasSent);
    }

    // Microseconds, because that is what every store keeps: no time may change when it is written and read back.
    private DateTimeOffset Now() => Microseconds.Floor(time.GetUtcNow());

    private HttpMessageInvoker InvokerTo(Uri address) =>
        new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = !address.IsLoopback,
            ConnectTimeout = limits.ConnectTimeMax,
            MaxConnectionsPerServer = limits.ConcurrentMax,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });

    private static Uri UrlOf(Uri address, VenueRequest request)
    {
        var place = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return new Uri(place.TrimEnd('/') + request.PathAndQuery);
    }
}

/// <summary>What asking a venue came to: a whole 2xx answer or a failure.</summary>
internal sealed record VenueAnswer(DateTimeOffset RequestedAt, string Url, Outcome<HttpAnswer> Outcome, string? BodyHead = null);
