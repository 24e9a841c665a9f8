using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Grains.Tests.Engine.Probes;
using OrderBookSilo.Silo.Clustering;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Engine;

/// <summary>A running engine of the kind that was built, hosted as the product hosts it. Disposing it is a clean stop.</summary>
public sealed partial class EngineHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private EngineHost(WebApplication app) => this.app = app;

    public static async Task<EngineHost> StartAsync(TestDatabase database, EngineSettings? settings = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddScoped<ScopedThing>().AddKeyedSingleton<TimeProvider>("probe", new ProbeClock());
        builder.AddGrains(database.ConnectionString, cluster: null, TimeSpan.FromSeconds(1));
        Configure(builder.Services, settings ?? new());
        if (settings?.ReminderClock is { } clock)
        {
            builder.Services.AddKeyedSingleton("Orleans.Reminders", clock);
        }

        var host = new EngineHost(builder.Build());
        await host.app.StartAsync();
        return host;
    }

    public TGrain Grain<TGrain>(string key)
        where TGrain : IGrainWithStringKey =>
        app.Services.GetRequiredService<IGrainFactory>().GetGrain<TGrain>(key);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
