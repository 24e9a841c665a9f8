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

    [Fact]
    public async Task A_frozen_database_is_reported_within_seconds()
    {
        using var directory = new TempDirectory().OpenToAll();
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.05 });
        await using var silo = await SiloProcess.StartAsync(["--Data", directory["data"], .. VenueSettings.Of(venues)]);
        await silo.BooksAsync(4);
        var server = ServerIn(directory["data"]);
        await SignalAsync("STOP", server);
        try
        {
            var clock = Stopwatch.StartNew();
            await silo.UntilAsync(() => WarehouseAsync(silo), state => state == "away", "the warehouse away");

            // The next question is at most ten seconds away and waits five for its answer.
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
        }
        finally
        {
            await SignalAsync("CONT", server);
        }

        await silo.UntilAsync(() => WarehouseAsync(silo), state => state == "ok", "the warehouse back");
    }

    private static async Task<string?> WarehouseAsync(SiloProcess silo) =>
        (await silo.GetAsync("/health/ready")).GetProperty("stores").GetProperty("warehouse").GetString();

    // The server and all its sessions.
    private static async Task SignalAsync(string signal, int server)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {server} $(pgrep -P {server})"]);
        await kill.WaitForExitAsync();
    }

    private static string PidFileIn(string data) => Path.Combine(data, "postgres", "postmaster.pid");

    private static int ServerIn(string data) => int.Parse(File.ReadLines(PidFileIn(data)).First(), CultureInfo.InvariantCulture);

    private static int Count(string text, string words) => text.Split(words).Length - 1;
}
