namespace OrderBookSilo.VenueSimulator.Serving;

/// <summary>A request that the simulator received.</summary>
/// <param name="Product">Null when the request names none.</param>
/// <param name="Weight">Its cost in the venue's budget.</param>
/// <param name="Fault">The fault that was applied; null for none.</param>
public sealed record SeenRequest(
    DateTimeOffset At, string Venue, string Call, string? Product, string PathAndQuery, int Weight, string? Fault, string? UserAgent);

/// <summary>The latest requests, and the number of requests for each market.</summary>
public sealed class RequestLog
{
    private const int RequestsMax = 10_000;

    private readonly Lock sync = new();
    private readonly Queue<SeenRequest> latest = new();
    private readonly Dictionary<(string Venue, string? Product), int> counts = [];
    private readonly Dictionary<string, (DateTimeOffset Minute, int Used)> weights = [];

    public IReadOnlyList<SeenRequest> Latest
    {
        get
        {
            lock (sync)
            {
                return [.. latest];
            }
        }
    }

    /// <summary>Number of requests for a product, or for a venue's listing when the product is null.</summary>
    public int CountOf(string venue, string? product)
    {
        lock (sync)
        {
            return counts.GetValueOrDefault((venue, product));
        }
    }

    /// <summary>Records a request; returns the weight that its venue has used in this minute of the clock.</summary>
    internal int Add(SeenRequest request)
    {
        lock (sync)
        {
            latest.Enqueue(request);
            if (latest.Count > RequestsMax)
            {
                latest.Dequeue();
            }

            var market = (request.Venue, request.Product);
            counts[market] = counts.GetValueOrDefault(market) + 1;
            var minute = request.At.AddTicks(-(request.At.Ticks % TimeSpan.TicksPerMinute));
            var (since, used) = weights.GetValueOrDefault(request.Venue);
            weights[request.Venue] = (minute, (since == minute ? used : 0) + request.Weight);
            return weights[request.Venue].Used;
        }
    }
}
