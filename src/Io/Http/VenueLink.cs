using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Io.Http;

/// <summary>The link to one venue: from our egress addresses to its hosts, through its gate.</summary>
internal sealed class VenueLink : IDisposable
{
    private readonly IVenue venue;
    private readonly FetchLimits limits;
    private readonly TimeProvider time;
    private readonly VenueGate gate;
    private readonly Dictionary<Route, HttpLine> lines = [];

    public VenueLink(IVenue venue, VenueFetchOptions options, IVenueBudgets budgets, FetchLimits limits, TimeProvider time)
    {
        this.venue = venue;
        this.limits = limits;
        this.time = time;
        var hosts = options.AddressesOf(venue);
        IReadOnlyList<ProxyServer?> proxies = options.Proxies.Count == 0 ? [null] : options.Proxies;
        var egresses = proxies.Select(proxy => new VenueEgress(venue.Code, proxy?.Name)).ToList();
        var routes = new VenueRoutes(egresses.Select(egress => egress.Proxy ?? VenueEgress.Direct), [.. hosts.Select(host => host.Authority)], limits.OfRoutes);
        gate = new VenueGate(routes, egresses, budgets, limits, time);
        foreach (var route in routes.All)
        {
            lines.Add(route, new HttpLine(hosts[route.Host], proxies[route.Egress], limits));
        }
    }

    public IVenue Venue => venue;

    public IReadOnlyList<EgressStanding> Show() => gate.Show();

    /// <summary>
    /// Asks the venue's hosts in turn: the next one only where one cannot be reached or will not serve us, the next egress address
    /// only where none is left for one, or the venue told it to stop.
    /// </summary>
    public async Task<VenueAnswer> AskAsync(VenueRequest request, bool isRetry, CancellationToken cancel)
    {
        var startedAt = time.GetTimestamp();
        var order = gate.NextOrder();
        var refusals = order.Select(gate.FindRefusal).ToList();
        if (refusals.TrueForAll(refusal => refusal is not null))
        {
            return Refused(refusals.Aggregate(Better)!);
        }

        if (!await gate.WaitForConnectionAsync(cancel).ConfigureAwait(false))
        {
            return Refused(new PullFailure(FailureKind.Budget, $"{limits.ConcurrentMax} requests were under way all the time"));
        }

        try
        {
            return await AskInTurnAsync(order, request, isRetry, startedAt, cancel).ConfigureAwait(false);
        }
        finally
        {
            gate.ReleaseConnection();
        }
    }

    public void Dispose()
    {
        gate.Dispose();
        foreach (var line in lines.Values)
        {
            line.Dispose();
        }
    }

    private async Task<VenueAnswer> AskInTurnAsync(
        IReadOnlyList<Route> order, VenueRequest request, bool isRetry, long startedAt, CancellationToken cancel)
    {
        VenueAnswer? best = null;
        int? doneWith = null;
        foreach (var route in order)
        {
            if (route.Egress == doneWith)
            {
                continue;
            }

            if (gate.FindRefusal(route) is { } refusal)
            {
                best = Better(best, Refused(refusal));
                continue;
            }

            // Only the last address is waited for: another may go at once.
            var elapsed = time.GetElapsedTime(startedAt);
            var waitMax = route.Egress == order[^1].Egress ? limits.WaitTimeMax - elapsed : TimeSpan.Zero;
            var turn = await gate.EnterAsync(route, request.Weight, isRetry, waitMax, cancel).ConfigureAwait(false);
            var answer = turn.Refusal is { } refused ? Refused(refused) : await AskAsync(turn, request, startedAt, cancel).ConfigureAwait(false);
            if (answer.Outcome.Failure is not { } failure)
            {
                return answer;
            }

            best = Better(best, answer);
            switch (failure.Kind)
            {
                case FailureKind.GeoBlocked or FailureKind.Connection:
                    doneWith = answer.Fault == ProxyFault.Unusable ? route.Egress : null;
                    break;
                case FailureKind.Budget or FailureKind.RateLimited or FailureKind.Banned:
                    doneWith = route.Egress;
                    break;
                case var _ when turn.Refusal is null:
                    return best;
            }
        }

        return best!;
    }

    private async Task<VenueAnswer> AskAsync(VenueTurn turn, VenueRequest request, long startedAt, CancellationToken cancel)
    {
        Exchanged? exchanged = null;
        PullFailure? failure = null;
        var wasSent = false;
        try
        {
            var line = lines[turn.Permit.Route];
            var (url, requestedAt, left) = (UrlOf(line.Host, request), Now(), limits.AttemptTimeMax - time.GetElapsedTime(startedAt));
            if (left <= TimeSpan.Zero)
            {
                return Refused(new PullFailure(FailureKind.Timeout, "no time was left to ask"));
            }

            var exchange = new HttpExchange(line, venue.UsedWeightHeader, limits, time);
            wasSent = true;
            var ended = await exchange.GetAsync(url, left < limits.RequestTimeMax ? left : limits.RequestTimeMax, cancel).ConfigureAwait(false);
            (exchanged, wasSent) = (ended, ended.WasSent);
            var answer = new VenueAnswer(requestedAt, url.AbsoluteUri, ended.Outcome) { Fault = ended.Fault };
            failure = ended.Outcome.TryGet(out var http, out var none) ? AnswerReading.FindFailure(venue, http, limits) : none;
            return failure is null || http is null ? answer : answer with { Outcome = failure, BodyHead = AnswerReading.HeadOf(http.Body) };
        }
        finally
        {
            await gate.LeaveAsync(turn, exchanged, failure, wasSent).ConfigureAwait(false);
        }
    }

    // What may pass within the slot says more than what will not, and of two such what passes sooner.
    private static PullFailure? Better(PullFailure? one, PullFailure? other)
    {
        var isOne = one is not null && RetryPolicy.MayPass(one)
            && (!RetryPolicy.MayPass(other!) || (one.RetryAfter ?? TimeSpan.Zero) < (other!.RetryAfter ?? TimeSpan.Zero));
        return isOne ? one : other;
    }

    private static VenueAnswer Better(VenueAnswer? one, VenueAnswer other) =>
        one is not null && Better(one.Outcome.Failure, other.Outcome.Failure) == one.Outcome.Failure ? one : other;

    private VenueAnswer Refused(PullFailure failure) => new(Now(), "", failure);

    // Microseconds, because that is what every store keeps: no time may change when it is written and read back.
    private DateTimeOffset Now() => Microseconds.Floor(time.GetUtcNow());

    private static Uri UrlOf(Uri address, VenueRequest request)
    {
        var place = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return new Uri(place.TrimEnd('/') + request.PathAndQuery);
    }
}

/// <summary>What asking a venue came to: a whole 2xx answer or a failure.</summary>
internal sealed record VenueAnswer(DateTimeOffset RequestedAt, string Url, Outcome<HttpAnswer> Outcome, string? BodyHead = null)
{
    public ProxyFault Fault { get; init; }
}
