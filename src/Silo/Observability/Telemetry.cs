using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Grains.Metrics;

namespace OrderBookSilo.Silo.Observability;

/// <summary>
/// Metrics at <c>/metrics</c> and trace ids in the log, always; both also go over OTLP where OpenTelemetry's own variables name an
/// endpoint (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>).
/// </summary>
internal static class Telemetry
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "orderbook-silo";

    // Beyond its limit a metric merges all further markets into one series, which hides a market that is behind. The default is 2,000.
    private static readonly MetricStreamConfiguration EnoughForMarkets = new() { CardinalityLimit = 20_000 };

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        AddVariables(builder.Configuration);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, builder.Configuration))
            .WithMetrics(AddMetrics)
            .WithTracing(traces => traces.AddSource(PullTrace.SourceName));
        if (builder.Configuration[EndpointVariable] is { Length: > 0 })
        {
            telemetry.WithTracing(AddTraces).UseOtlpExporter();
        }
    }

    /// <summary>Starts collecting. Create every counter after this, or its first counts are lost.</summary>
    public static void CollectMetrics(this WebApplication app) => app.Services.GetRequiredService<MeterProvider>();

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        var scrape = routes.CreateApplicationBuilder().UseOpenTelemetryPrometheusScrapingEndpoint(_ => true).Build();
        routes.MapGet("/metrics", (Delegate)AnswerAsync).WithSummary("Metrics as Prometheus text.");

        Task AnswerAsync(HttpContext http)
        {
            // OpenMetrics would add a _created series for every counter: too many, with thousands of markets.
            http.Request.Headers.Accept = "text/plain";
            return scrape(http);
        }
    }

    private static void AddMetrics(MeterProviderBuilder metrics) => metrics
        .AddMeter(PullMetrics.MeterName, "Microsoft.Orleans", "System.Runtime")
        .AddAspNetCoreInstrumentation()
        .AddView("orderbook_pull_seconds", new ExplicitBucketHistogramConfiguration { Boundaries = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20] })
        .AddView(instrument => PullMetrics.OfMarkets.Contains(instrument.Name) ? EnoughForMarkets : null)
        .AddPrometheusExporter(Configure);

    private static void Configure(PrometheusAspNetCoreOptions prometheus)
    {
        prometheus.ScopeInfoEnabled = false;
        prometheus.TargetInfoEnabled = false;
        prometheus.ScrapeResponseCacheDurationMilliseconds = 0;
    }

    // Only with a collector: a pull's own trace is enough to put ids in the log.
    private static void AddTraces(TracerProviderBuilder traces) => traces
        .AddSource("Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime")
        .AddAspNetCoreInstrumentation()
        .AddNpgsql();

    // OpenTelemetry reads its variables from the configuration, which has only ours.
    private static void AddVariables(IConfigurationBuilder configuration) => configuration.AddInMemoryCollection(
        new ConfigurationBuilder().AddEnvironmentVariables().Build().AsEnumerable()
            .Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal)));

    private static void Describe(ResourceBuilder resource, IConfiguration configuration)
    {
        if (configuration["OTEL_SERVICE_NAME"] is not { Length: > 0 })
        {
            resource.AddService(ServiceName, serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}");
        }
    }
}
