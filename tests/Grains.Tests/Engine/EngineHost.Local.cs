using Microsoft.Extensions.DependencyInjection;
using OrderBookSilo.LocalEngine;

namespace OrderBookSilo.Grains.Tests.Engine;

public sealed partial class EngineHost
{
    private static void Configure(IServiceCollection services, EngineSettings settings) =>
        services.Configure<LocalEngineOptions>(options =>
        {
            options.GrainAssemblies.Add(typeof(EngineHost).Assembly);
            options.ResponseTimeout = settings.ResponseTimeout ?? options.ResponseTimeout;
            options.CollectionAge = settings.CollectionAge ?? options.CollectionAge;
            options.CollectionPeriod = TimeSpan.FromSeconds(1);
        });
}
