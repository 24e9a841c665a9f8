using Microsoft.Extensions.DependencyInjection;
using OrderBookSilo.LocalEngine;

namespace OrderBookSilo.Grains.Tests.Engine;

public sealed partial class EngineHost
{
    /// <summary>Nothing to do: idle grains go by the clock that everything else goes by.</summary>
    internal static void AgeFaster(IServiceCollection services, int speed)
    {
    }

    private static void Configure(IServiceCollection services, EngineSettings settings) =>
        services.Configure<LocalEngineOptions>(options =>
        {
            options.GrainAssemblies.Add(typeof(EngineHost).Assembly);
            options.ResponseTimeout = settings.ResponseTimeout ?? options.ResponseTimeout;
            options.CollectionAge = settings.CollectionAge ?? options.CollectionAge;
            options.CollectionPeriod = TimeSpan.FromSeconds(1);
        });
}
