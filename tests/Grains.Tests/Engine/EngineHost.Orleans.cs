using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace OrderBookSilo.Grains.Tests.Engine;

public sealed partial class EngineHost
{
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
