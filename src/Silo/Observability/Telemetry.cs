using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OrderBookSilo.Core.Pulls;

namespace OrderBookSilo.Silo.Observability;

/// <summary>
/// Traces: always as ids in the log, and as spans over OTLP where OpenTelemetry's own variables name an endpoint
/// (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>). The exporter reads the other <c>OTEL_…</c> variables itself.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "orderbook-silo";

    private readonly ActivityListener ids = new()
    {
        ShouldListenTo = source => source.Name == PullTrace.SourceName,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    private readonly TracerProvider? provider;

    public Telemetry()
    {
        ActivitySource.AddActivityListener(ids);
        provider = !IsOn ? null : Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource(PullTrace.SourceName, "Microsoft.AspNetCore", "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime")
            .AddOtlpExporter()
            .Build();
    }

    /// <summary>Whether somebody wants traces and metrics.</summary>
    public static bool IsOn => Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 };

    /// <summary>Who sends them, unless <c>OTEL_SERVICE_NAME</c> says so.</summary>
    public static void Describe(ResourceBuilder resource)
    {
        if (Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") is not { Length: > 0 })
        {
            resource.AddService(ServiceName, serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}");
        }
    }

    /// <summary>Names a request's span by its route and says how it was answered; the framework's own span says neither.</summary>
    public static async Task NameAsync(HttpContext http, RequestDelegate next)
    {
        var span = Activity.Current;
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        if (span is not null)
        {
            span.DisplayName = route is null ? http.Request.Method : $"{http.Request.Method} {route}";
            span.SetTag("http.request.method", http.Request.Method).SetTag("http.route", route);
        }

        await next(http);
        span?.SetTag("http.response.status_code", http.Response.StatusCode);
    }

    public void Dispose()
    {
        provider?.Dispose();
        ids.Dispose();
    }
}
