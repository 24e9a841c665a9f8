using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Silo.Clustering;
using Orleans.Configuration;

namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>The product's grains with a real database and archive and simulated venues.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestSilo(WebApplication app) => this.app = app;

    public IRegistryGrain Registry => app.Services.GetRequiredService<IGrainFactory>().GetGrain<IRegistryGrain>(IRegistryGrain.Key);

    public IAuditGrain Audit => app.Services.GetRequiredService<IGrainFactory>().GetGrain<IAuditGrain>(IAuditGrain.Key);

    public IMarketGrain Market(string market) => app.Services.GetRequiredService<IGrainFactory>().GetGrain<IMarketGrain>(market);

    public IPairGrain Pair(string pair) => app.Services.GetRequiredService<IGrainFactory>().GetGrain<IPairGrain>(pair);

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<TestSilo> StartAsync(World world)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await builder.Services.AddSiloOfAsync(world);
        builder.AddGrains(world.Database.ConnectionString, cluster: null);

        // Orleans measures idleness on the system's clock, not the world's.
        builder.Services.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionAge /= world.Speed;
            options.CollectionQuantum = TimeSpan.FromSeconds(1);
        });
        var app = builder.Build();
        await app.StartAsync();
        return new TestSilo(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
