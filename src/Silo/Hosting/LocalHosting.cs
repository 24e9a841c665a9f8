using Microsoft.AspNetCore.Builder;
using OrderBookSilo.Grains;
using OrderBookSilo.LocalEngine;

namespace OrderBookSilo.Silo.Hosting;

/// <summary>Runs the grains in this process, on the embedded engine.</summary>
internal static class GrainHosting
{
    public const string Engine = "Local";

    /// <summary>Adds the grains; state and reminders lie in this database. Reminders tick no faster than the given period, by default a minute.</summary>
    public static void AddGrains(this WebApplicationBuilder builder, string warehouseConnectionString, TimeSpan? reminderPeriodMin = null) =>
        builder.Services.AddLocalEngine(warehouseConnectionString, options =>
        {
            options.GrainAssemblies.Add(typeof(MarketGrain).Assembly);
            options.MinimumReminderPeriod = reminderPeriodMin ?? options.MinimumReminderPeriod;
        });
}
