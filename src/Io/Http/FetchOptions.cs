using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Io.Http;

/// <summary>How venues are accessed.</summary>
public sealed record FetchOptions
{
    /// <summary>By venue code; a venue without an entry uses its own hosts and its own budget.</summary>
    public IReadOnlyDictionary<string, VenueFetchOptions> Venues { get; init; } = new Dictionary<string, VenueFetchOptions>();

    public FetchLimits Limits { get; init; } = new();

    public VenueFetchOptions Of(IVenue venue) => Venues.GetValueOrDefault(venue.Code) ?? new();

    /// <summary>
    /// How fast the first attempts of a venue's markets may start; every book has the same weight there, and each egress
    /// address has a budget.
    /// </summary>
    public VenuePace PaceOf(IVenue venue) =>
        new((int)Math.Min(int.MaxValue, (long)Of(venue).BudgetOf(venue) * Math.Max(1, Of(venue).Proxies.Count)), venue.BookRequest("any").Weight);

    /// <summary>What one address may send to each of these venues in a minute.</summary>
    public BudgetLimits LimitsOf(IEnumerable<IVenue> venues) =>
        new(venues.ToDictionary(venue => venue.Code, venue => Of(venue).BudgetOf(venue), StringComparer.Ordinal));
}

/// <summary>How one venue is accessed.</summary>
public sealed record VenueFetchOptions
{
    /// <summary>Replaces all of the venue's own hosts.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>Request weight per minute, 0 for no limit; by default the venue's own, and none for a loopback address.</summary>
    public int? Budget { get; init; }

    /// <summary>
    /// The proxies that requests use in rotation; null stands for our own address. Empty means the same as a single null.
    /// </summary>
    public IReadOnlyList<ProxyServer?> Proxies { get; init; } = [];

    public IReadOnlyList<Uri> AddressesOf(IVenue venue) => BaseAddress is null ? venue.BaseAddresses : [BaseAddress];

    public int BudgetOf(IVenue venue) => Budget ?? (AddressesOf(venue).All(address => address.IsLoopback) ? 0 : venue.BudgetPerMinute);

    /// <summary>The error in the options as one sentence that names the key; null when they are valid.</summary>
    public string? FindProblem(string venue)
    {
        var isWeb = BaseAddress is null
            || (BaseAddress.IsAbsoluteUri && BaseAddress.Scheme is "http" or "https" && BaseAddress.Query.Length == 0);
        if (!isWeb)
        {
            return $"Venues:{venue}:BaseAddress must be an http or https address without a query, not '{BaseAddress}'.";
        }

        if (Proxies.GroupBy(proxy => proxy?.Name ?? VenueEgress.Direct).FirstOrDefault(same => same.Count() > 1) is { } doubled)
        {
            return $"Venues:{venue}:Proxies lists {doubled.Key} twice; list every egress address once.";
        }

        return Budget is < 0 ? $"Venues:{venue}:Budget must be 0 or more, not {Budget}." : null;
    }
}

/// <summary>Limits of one attempt to fetch.</summary>
public sealed record FetchLimits
{
    /// <summary>Maximum size of a decoded body.</summary>
    public int BodyBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>Maximum number of bytes read of an unsuccessful response.</summary>
    public int RefusalBytesMax { get; init; } = 64 * 1024;

    public TimeSpan ConnectTimeMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From sending a request to the last byte of the response.</summary>
    public TimeSpan RequestTimeMax { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Waiting for the venue's budget or for a free connection; the remaining time of the attempt must suffice for the request.
    /// </summary>
    public TimeSpan WaitTimeMax { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Waiting and requests to all hosts together; less than the grain allows for an attempt, which may wait for a listing
    /// first.
    /// </summary>
    public TimeSpan AttemptTimeMax { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Maximum number of concurrent requests to one venue.</summary>
    public int ConcurrentMax { get; init; } = 8;

    /// <summary>How long a host that blocks an egress address is not used from there.</summary>
    public TimeSpan GeoBlockedTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Failures in a row after which a host is not used for a while.</summary>
    public int OutagesMax { get; init; } = 3;

    /// <summary>How long an unreachable host is not used at first, and at most.</summary>
    public (TimeSpan Min, TimeSpan Max) HostRest { get; init; } = (TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2));

    /// <summary>How long an unusable proxy is not used at first, and at most.</summary>
    public (TimeSpan Min, TimeSpan Max) ProxyRest { get; init; } = (TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10));

    internal RouteLimits OfRoutes => new(
        new CircuitLimits(OutagesMax, HostRest.Min, HostRest.Max, AttemptTimeMax),
        new CircuitLimits(1, ProxyRest.Min, ProxyRest.Max, AttemptTimeMax),
        GeoBlockedTime);
}
