using System.Diagnostics.Metrics;
using OrderBookSilo.Grains.Metrics;

namespace OrderBookSilo.Silo.Observability;

/// <summary>Counts the calls that were refused.</summary>
internal sealed class ApiMetrics
{
    private readonly Counter<long> refused;

    public ApiMetrics(IMeterFactory meters)
    {
        refused = meters.Create(PullMetrics.MeterName).CreateCounter<long>(
            "orderbook_api_refusals", description: "Refused calls of the API, by HTTP status: 401 no key, 403 not allowed, 429 too many.");
        foreach (var status in (int[])[StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests])
        {
            // A counter that appears with its first event hides that event from increase() queries, so it starts at zero.
            refused.Add(0, new KeyValuePair<string, object?>("status", status));
        }
    }

    public void Refused(int status) => refused.Add(1, new KeyValuePair<string, object?>("status", status));
}
