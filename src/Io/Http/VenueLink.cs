using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Io.Http;

/// <summary>The link to one venue, from our egress addresses to its hosts.</summary>
internal sealed class VenueLink : IDisposable
{
    private const long Never = long.MinValue;

    private readonly IVenue venue;
    private readonly FetchLimits limits;
    private readonly TimeProvider time;
    private readonly VenueRoutes routes;
    private readonly VenueGate gate;
    private readonly Dictionary<Route, HttpLine> lines = [];
    private long clockAheadTicks = Never;

    public VenueLink(IVenue venue, VenueFetchOptions options, IVenueBudgets budgets, FetchLimits limits, TimeProvider time)
    {
        this.venue = venue;
        this.limits = limits;
        this.time = time;
        var hosts = options.AddressesOf(venue);
        IReadOnlyList<ProxyServer?> proxies = options.Proxies.Count == 0 ? [null] : options.Proxies;
        var egresses = proxies.Select(proxy => new VenueEgress(venue.Code, proxy?.Name)).ToList();
        routes = new VenueRoutes(egresses.Select(egress => egress.Proxy ?? VenueEgress.Direct), [.. hosts.Select(host => host.Authority)], limits.OfRoutes);
        gate = new VenueGate(routes, egresses, budgets, limits, time);
        foreach (var route in routes.All)
        {
            lines.Add(route, new HttpLine(hosts[route.Host], proxies[route.Egress], limits));
        }
    }

    public IVenue Venue => venue;

    /// <summary>How far the venue's clock is ahead of ours by its latest answer with a date, to about a second; null before.</summary>
    public TimeSpan? ClockAhead => Volatile.Read(ref clockAheadTicks) is var ticks and not Never ? TimeSpan.FromTicks(ticks) : null;

    public IReadOnlyList<EgressStanding> Show() => routes.Show(time.GetUtcNow());

    /// <summary>
    /// Tries the venue's hosts one after another: the next host only if one cannot be reached or blocks us, the next egress
    /// address only if an address has no usable host or the venue told it to stop. Returns a complete 2xx response or a
    /// failure.
    /// </summary>
    public async Task<Fetched<HttpAnswer>> AskAsync(VenueRequest request, RequestPriority priority, CancellationToken cancel)
    {
        var startedAt = time.GetTimestamp();
        var order = routes.NextOrder();
        var refusals = order.Select(FindRefusal).ToList();
        if (refusals.TrueForAll(refusal => refusal is not null))
        {
            return NotSent(refusals.Aggregate(Better)!);
        }

        if (!await gate.WaitForConnectionAsync(priority, cancel).ConfigureAwait(false))
        {
            return NotSent(new PullFailure(FailureKind.Budget, "other requests used every connection the whole time"));
        }

        try
        {
            return await AskInTurnAsync(order, request, priority, startedAt, cancel).ConfigureAwait(false);
        }
        finally
        {
            gate.ReleaseConnection(priority);
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

    private async Task<Fetched<HttpAnswer>> AskInTurnAsync(
        IReadOnlyList<Route> order, VenueRequest request, RequestPriority priority, long startedAt, CancellationToken cancel)
    {
        Fetched<HttpAnswer>? best = null;
        var wasSent = false;
        int? doneWith = null;
        foreach (var route in order)
        {
            if (route.Egress == doneWith)
            {
                continue;
            }

            if (FindRefusal(route) is { } refusal)
            {
                best = Better(best, NotSent(refusal));
                continue;
            }

            // Only the last address is waited for, because another one may be free immediately.
            var elapsed = time.GetElapsedTime(startedAt);
            var waitMax = route.Egress == order[^1].Egress ? limits.WaitTimeMax - elapsed : TimeSpan.Zero;
            var turn = await gate.EnterAsync(route, request.Weight, priority, waitMax, cancel).ConfigureAwait(false);
            var exchange = new HttpExchange(lines[route], venue.UsedWeightHeader, limits, time);
            var answer = turn.Refusal is { } refused
                ? NotSent(refused)
                : await AskAsync(turn, exchange, request, startedAt, cancel).ConfigureAwait(false);
            if (answer.Outcome.Failure is not { } failure)
            {
                return answer;
            }

            wasSent |= answer.WasSent;

            best = Better(best, answer);
            if (MayPassOnAnotherEgress(failure, exchange.Fault))
            {
                doneWith = route.Egress;
            }
            else if (MayPassOnAnotherHost(failure))
            {
                doneWith = null;
            }
            else if (turn.Refusal is null)
            {
                break;
            }
        }

        return best!.Value with { WasSent = wasSent };
    }

    private async Task<Fetched<HttpAnswer>> AskAsync(
        VenueTurn turn, HttpExchange exchange, VenueRequest request, long startedAt, CancellationToken cancel)
    {
        PullFailure? failure = null;
        try
        {
            var url = UrlOf(lines[turn.Permit.Route].Host, request);
            var requestedAt = Now();
            var left = limits.AttemptTimeMax - time.GetElapsedTime(startedAt);
            if (left <= TimeSpan.Zero)
            {
                return NotSent(new PullFailure(FailureKind.Timeout, "no time was left for a request"));
            }

            var timeMax = left < limits.RequestTimeMax ? left : limits.RequestTimeMax;
            var outcome = await exchange.GetAsync(url, timeMax, cancel).ConfigureAwait(false);
            if (exchange.ClockAhead is { } ahead)
            {
                Volatile.Write(ref clockAheadTicks, ahead.Ticks);
            }

            if (!outcome.TryGet(out var answer, out failure))
            {
                return new Fetched<HttpAnswer>(requestedAt, failure);
            }

            failure = AnswerReading.FindFailure(venue, answer, limits);
            return failure is null
                ? new Fetched<HttpAnswer>(requestedAt, answer)
                : new Fetched<HttpAnswer>(requestedAt, failure, AnswerReading.HeadOf(answer.Body));
        }
        finally
        {
            await gate.LeaveAsync(turn, exchange, failure).ConfigureAwait(false);
        }
    }

    private PullFailure? FindRefusal(Route route) => routes.FindRefusal(route, time.GetUtcNow());

    private static bool MayPassOnAnotherEgress(PullFailure failure, ProxyFault fault) =>
        fault == ProxyFault.Unusable || failure.Kind is FailureKind.Budget or FailureKind.RateLimited or FailureKind.Banned;

    private static bool MayPassOnAnotherHost(PullFailure failure) => failure.Kind is FailureKind.GeoBlocked or FailureKind.Connection;

    // A failure that may pass within the slot is preferred to one that will not, and of two such failures the one that passes sooner.
    private static PullFailure? Better(PullFailure? one, PullFailure? other)
    {
        if (one is null || !RetryPolicy.MayPass(one))
        {
            return other;
        }

        var isSooner = (one.RetryAfter ?? TimeSpan.Zero) < (other!.RetryAfter ?? TimeSpan.Zero);
        return isSooner || !RetryPolicy.MayPass(other) ? one : other;
    }

    private static Fetched<HttpAnswer> Better(Fetched<HttpAnswer>? one, Fetched<HttpAnswer> other) =>
        one is { } earlier && Better(earlier.Outcome.Failure, other.Outcome.Failure) == earlier.Outcome.Failure ? earlier : other;

    private Fetched<HttpAnswer> NotSent(PullFailure failure) => new(Now(), failure, WasSent: false);

    // Truncated to microseconds, the precision of every store, so that no time changes when it is written and read back.
    private DateTimeOffset Now() => Microseconds.Floor(time.GetUtcNow());

    private static Uri UrlOf(Uri address, VenueRequest request)
    {
        var place = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return new Uri(place.TrimEnd('/') + request.PathAndQuery);
    }
}
