using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Silo.Observability;

namespace OrderBookSilo.EndToEnd.Tests.Telemetry;

/// <summary>A host with the silo's telemetry and nothing else, for tests with metrics of their own.</summary>
internal sealed class MetricsHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private MetricsHost(WebApplication app) => this.app = app;

    public IMeterFactory Meters => app.Services.GetRequiredService<IMeterFactory>();

    public static async Task<MetricsHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.AddTelemetry();
        var app = builder.Build();
        app.CollectMetrics();
        app.MapMetrics();
        await app.StartAsync();
        return new MetricsHost(app);
    }

    public Task<string> ScrapeAsync() => app.GetTestClient().GetStringAsync("/metrics");

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
