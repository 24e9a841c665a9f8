using System.Diagnostics;
using System.Globalization;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>The silo owns its private PostgreSQL: when that ends, the silo restarts it.</summary>
public sealed class DatabaseKeeperTests
{
    [Fact]
    public async Task A_silo_restarts_its_own_database_whenever_that_is_killed_and_continues()
    {
        using var directory = new TempDirectory().OpenToAll();
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.05, MovesEachPull = true });
        await using var silo = await SiloProcess.StartAsync(["--Data", directory["data"], .. VenueSettings.Of(venues)]);
        await silo.BooksAsync(4);
        for (var round = 1; round <= 2; round++)
        {
            var server = ServerIn(directory["data"]);
            using (var kill = Process.Start("kill", ["-9", $"{server}"]))
            {
                await kill.WaitForExitAsync();
            }

            await silo.UntilAsync(() => Task.FromResult(Count(silo.Log, "PostgreSQL is running again")), count => count == round, "another server");
            Assert.NotEqual(server, ServerIn(directory["data"]));
            using var added = await silo.UntilAsync(
                () => silo.Http.PutAsync($"/api/markets/binance/{(round == 1 ? "SOLUSDT" : "XRPUSDT")}", null), answer => answer.IsSuccessStatusCode, "an answer that needs the database");
            await silo.BooksAsync(4 + round);
        }

        Assert.Equal(0, await silo.StopAsync());
        Assert.False(File.Exists(PidFileIn(directory["data"])));
    }

    private static string PidFileIn(string data) => Path.Combine(data, "postgres", "postmaster.pid");

    private static int ServerIn(string data) => int.Parse(File.ReadLines(PidFileIn(data)).First(), CultureInfo.InvariantCulture);

    private static int Count(string text, string words) => text.Split(words).Length - 1;
}
