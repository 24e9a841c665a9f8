using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace OrderBookSilo.Grains.Tests.Engine;

public sealed partial class EngineHost
{
    /// <summary>Lets idle grains go so much sooner than the product, as its own clock for that is always the system's.</summary>
    internal static void AgeFaster(IServiceCollection services, int speed) => services.Configure<GrainCollectionOptions>(options =>
    {
        options.CollectionAge /= speed;
        options.CollectionQuantum = TimeSpan.FromSeconds(1);
    });

    private static void Configure(IServiceCollection services, EngineSettings settings)
    {
        services.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = settings.ResponseTimeout ?? options.ResponseTimeout);
        services.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = settings.ResponseTimeout ?? options.ResponseTimeout);
        services.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionAge = settings.CollectionAge ?? options.CollectionAge;
            options.CollectionQuantum = TimeSpan.FromSeconds(1);
        });
    }
}
