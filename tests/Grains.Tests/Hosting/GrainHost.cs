using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Grains.Tests.Hosting.Probes;
using OrderBookSilo.Silo.Clustering;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Hosting;

/// <summary>Orleans with the probe grains, hosted as in the product. Disposing it is a clean stop.</summary>
public sealed class GrainHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private GrainHost(WebApplication app) => this.app = app;

    /// <summary>Starts with a database. A reminder clock drives reminders only: Orleans cannot run with a clock that stands still.</summary>
    public static async Task<GrainHost> StartAsync(TestDatabase database, TimeProvider? reminderClock = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddScoped<ScopedThing>();
        builder.AddGrains(database.ConnectionString, cluster: null, TimeSpan.FromSeconds(1));
        if (reminderClock is not null)
        {
            builder.Services.AddKeyedSingleton("Orleans.Reminders", reminderClock);
        }

        var host = new GrainHost(builder.Build());
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
