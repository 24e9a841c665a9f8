using OrderBookSilo.Silo.Clustering;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Verbs;

/// <summary>Migrates the database and exits, for an owner with rights that the silos do not have.</summary>
internal static class MigrateOnly
{
    public const string Verb = "migrate";

    public static async Task RunAsync(string[] args)
    {
        var settings = RunSilo.ReadSettings(args);
        if (settings.WarehouseConnectionString is null)
        {
            throw new ConfigurationException("ConnectionStrings:Warehouse", "set the connection string of the database to migrate, as its owner");
        }

        await using var database = await WarehouseDatabase.OpenAsync(settings, TimeProvider.System);
        Console.WriteLine("the database is up to date");
    }
}
