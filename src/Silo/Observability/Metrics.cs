using OpenTelemetry;
using OpenTelemetry.Metrics;
using OrderBookSilo.Grains.Metrics;

namespace OrderBookSilo.Silo.Observability;

/// <summary><c>/metrics</c>: our own meters and Orleans', as Prometheus text.</summary>
internal sealed class Metrics : IDisposable
{
    // What a metric has no room for is one series for all, in which nobody sees the market that is behind; by default that begins at 2,000.
    private static readonly MetricStreamConfiguration RoomForMarkets = new() { CardinalityLimit = 20_000 };

    private readonly PrometheusText text = new();
    private readonly BaseExportingMetricReader reader;
    private readonly MeterProvider provider;
    private readonly Lock gate = new();

    public Metrics()
    {
        reader = new BaseExportingMetricReader(text);
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Telemetry.Describe)
            .AddMeter(PullMetrics.MeterName, "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "System.Runtime")
            .AddView("orderbook_pull_seconds", new ExplicitBucketHistogramConfiguration { Boundaries = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20] })
            .AddView(instrument => PullMetrics.OfMarkets.Contains(instrument.Name) ? RoomForMarkets : null)
            .AddReader(reader);
        provider = (Telemetry.IsOn ? builder.AddOtlpExporter() : builder).Build();
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (Metrics metrics) => Results.Text(metrics.Collect(), "text/plain; version=0.0.4"))
            .WithSummary("Metrics as Prometheus text.");

    public string Collect()
    {
        lock (gate)
        {
            return text.Collect(reader);
        }
    }

    public void Dispose() => provider.Dispose();
}
