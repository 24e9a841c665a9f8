using OrderBookSilo.Silo.Configuration;

namespace OrderBookSilo.Silo.Hosting;

/// <summary>Runs the private PostgreSQL of a data directory and nothing else, for several silos on one machine to share.</summary>
internal static class DatabaseOnly
{
    public const string Verb = "postgres";

    /// <summary>Prints the connection string once the database is ready, and ends when the process is told to stop.</summary>
    public static async Task RunAsync(string[] args)
    {
        var configuration = new ConfigurationManager();
        configuration.UseOrderBookSources(args);
        var settings = SiloSettings.Read(configuration);
        using var host = new HostBuilder().UseConsoleLifetime(console => console.SuppressStatusMessages = true).Build();
        await using var database = await WarehouseDatabase.OpenAsync(settings, TimeProvider.System);
        Console.WriteLine(database.ConnectionString);
        await host.RunAsync();
    }
}
