using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using OrderBookSilo.LocalEngine.Activations;
using OrderBookSilo.LocalEngine.Calls;
using OrderBookSilo.LocalEngine.Reminders;
using OrderBookSilo.LocalEngine.State;

namespace OrderBookSilo.LocalEngine;

/// <summary>Adds the embedded engine to a host.</summary>
public static class LocalEngineServices
{
    /// <summary>Runs the grains of the configured assemblies in this process, with state and reminders in this PostgreSQL database.</summary>
    public static IServiceCollection AddLocalEngine(
        this IServiceCollection services, string connectionString, Action<LocalEngineOptions> configure)
    {
        services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddKeyedSingleton(LocalEngineOptions.ReminderClock, TimeProvider.System);
        services.AddSingleton(_ => new LocalStore(NpgsqlDataSource.Create(connectionString)));
        services.AddSingleton<GrainClasses>();
        services.AddSingleton<GrainEngine>();
        services.AddSingleton<ReminderService>();
        services.AddSingleton<IGrainFactory, GrainFactory>();
        services.AddHostedService<LocalEngineService>();
        return services;
    }

    /// <summary>Makes the engine's tables where they are missing, for a silo whose role may not.</summary>
    public static async Task PrepareAsync(string connectionString, CancellationToken cancel)
    {
        await using var store = new LocalStore(NpgsqlDataSource.Create(connectionString));
        await store.PrepareAsync(cancel);
    }
}
