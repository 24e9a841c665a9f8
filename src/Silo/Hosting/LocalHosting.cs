using Microsoft.AspNetCore.Builder;
using OrderBookSilo.Grains.Markets;
using OrderBookSilo.LocalEngine;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Hosting;

/// <summary>Runs the grains in this process, on the embedded engine.</summary>
internal static class GrainHosting
{
    public const string Engine = "Local";

    /// <summary>Makes the engine's own tables where they are missing.</summary>
    public static async Task PrepareAsync(string connectionString, CancellationToken cancel) =>
        await LocalEngineServices.PrepareAsync(connectionString, cancel);

    /// <summary>Adds the grains; state and reminders lie in this database. Reminders tick no faster than the given period, by default a minute.</summary>
    /// <param name="siloLost">Never called: there is no other silo.</param>
    public static void AddGrains(
        this WebApplicationBuilder builder,
        string warehouseConnectionString,
        ClusterSettings? cluster,
        TimeSpan? reminderPeriodMin = null,
        Func<IServiceProvider, CancellationToken, Task>? siloLost = null)
    {
        if (cluster is not null)
        {
            throw new ConfigurationException("Cluster:Enabled", "this is a build for one machine (Local engine); a cluster needs one made with Engine=Orleans");
        }

        builder.Services.AddLocalEngine(warehouseConnectionString, options =>
        {
            options.GrainAssemblies.Add(typeof(MarketGrain).Assembly);
            options.MinimumReminderPeriod = reminderPeriodMin ?? options.MinimumReminderPeriod;
        });
    }
}
