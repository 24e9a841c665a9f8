using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Launcher;

[UnsupportedOSPlatform("windows")]
public sealed class LauncherTests : IDisposable
{
    private static readonly TimeSpan BooksDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private readonly TempDirectory directory = new TempDirectory().OpenToAll();
    private readonly string url = $"http://127.0.0.1:{FreePort()}";

    private string Data => directory["data"];

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Up_starts_four_markets_and_a_signal_to_it_alone_stops_everything()
    {
        SkipUnlessReleaseBuild();
        await using var up = await Up.StartAsync(Data, url, "--simulated");
        await BooksAsync(4);
        var pids = up.Pids;
        Assert.Equal(4, pids.Count);
        Assert.All(pids, pid => Assert.True(Up.IsAlive(pid), $"{pid} is not alive"));
        Assert.Matches(@"Max core file size +0 +0 ", await File.ReadAllTextAsync($"/proc/{pids[1]}/limits"));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Data) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute));

        var (exitCode, took) = await up.SignalAsync("TERM", toGroup: false);

        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, StopLimit);
        Assert.All(pids, pid => Assert.False(Up.IsAlive(pid), $"{pid} is still alive"));
    }

    [Fact]
    public async Task Up_takes_chosen_exchanges_and_what_converts()
    {
        SkipUnlessReleaseBuild();
        var unknown = await Up.RefuseAsync(Data, "--simulated", "--urls", url, "--venues", "okx,mtgox");
        await using var up = await Up.StartAsync(Data, url, "--simulated", "--venues", "kraken,okx");

        var markets = await BooksAsync(5);

        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("there is no simulated exchange 'mtgox'; there are coinbase binance kraken", unknown.Said, StringComparison.Ordinal);
        Assert.Equal(
            ["coinbase:USDT-USD", "kraken:ETHUSD", "kraken:XBTUSD", "okx:BTC-USDT", "okx:ETH-USDT"], markets.Order(StringComparer.Ordinal));
        await up.SignalAsync("TERM", toGroup: false);
    }

    [Fact]
    public async Task An_interrupt_of_the_group_stops_everything_although_background_processes_ignore_it()
    {
        SkipUnlessReleaseBuild();
        await using var up = await Up.StartAsync(Data, url, "--simulated");
        var pids = up.Pids;

        var (exitCode, took) = await up.SignalAsync("INT", toGroup: true);

        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, StopLimit);
        Assert.All(pids, pid => Assert.False(Up.IsAlive(pid), $"{pid} is still alive"));
    }

    [Fact]
    public async Task One_directory_allows_one_up_and_one_kind()
    {
        SkipUnlessReleaseBuild();
        await using var up = await Up.StartAsync(Data, url, "--simulated");

        var second = await Up.RefuseAsync(Data, "--simulated");
        await up.SignalAsync("TERM", toGroup: false);
        var live = await Up.RefuseAsync(Data);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"already up on {Data} as process {up.Pid}", second.Said, StringComparison.Ordinal);
        Assert.Equal(1, live.ExitCode);
        Assert.Contains("holds simulated data", live.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_everything_was_killed_the_next_up_continues()
    {
        SkipUnlessReleaseBuild();
        await using (var killed = await Up.StartAsync(Data, url, "--simulated"))
        {
            await BooksAsync(4);
            await killed.KillEverythingAsync();
        }

        await using var up = await Up.StartAsync(Data, url, "--simulated");
        await BooksAsync(4);
        var history = await ConsoleRun.AskAsync(url, "history", "coinbase:BTC-USD", "--json");

        var slots = JsonDocument.Parse(history.Output).RootElement.EnumerateArray().Select(row => row.GetProperty("slot").GetString()).ToList();
        Assert.NotEmpty(slots);
        Assert.Equal(slots.Distinct(), slots);
    }

    [Fact]
    public async Task A_silo_whose_launcher_was_killed_is_stopped_by_the_next_up()
    {
        SkipUnlessReleaseBuild();
        int orphan;
        await using (var killed = await Up.StartAsync(Data, url, "--simulated"))
        {
            orphan = killed.Pids[1];
            await killed.SignalAsync("KILL", toGroup: false);
            Assert.True(Up.IsAlive(orphan));
        }

        await using var up = await Up.StartAsync(Data, url, "--simulated");

        Assert.Contains($"Ending process {orphan}", up.Said, StringComparison.Ordinal);
        Assert.False(Up.IsAlive(orphan));
    }

    [Fact]
    public async Task When_the_silo_cannot_start_up_ends_with_its_exit_code_and_message()
    {
        SkipUnlessReleaseBuild();

        var (exitCode, said) = await Up.RefuseAsync(Data, "--simulated", "--urls", url, "--OrderSizes", "0");

        Assert.Equal(2, exitCode);
        Assert.Contains("OrderSizes", said, StringComparison.Ordinal);
    }

    /// <summary>Waits until this many markets have a book; returns their names.</summary>
    private async Task<List<string>> BooksAsync(int count)
    {
        var (shown, names) = ("", new List<string>());
        await Eventually.HoldsAsync(
            async () =>
            {
                var run = await ConsoleRun.AskAsync(url, "markets", "--json");
                shown = run.Text;
                names = run.ExitCode != 0
                    ? []
                    : [.. JsonDocument.Parse(run.Output).RootElement.EnumerateArray()
                        .Where(market => market.GetProperty("bestBid").ValueKind == JsonValueKind.String)
                        .Select(market => market.GetProperty("market").GetString()!)];
                return names.Count == count;
            },
            () => $"{count} markets with books; the silo said: {shown}",
            BooksDeadline);
        return names;
    }

    private static void SkipUnlessReleaseBuild()
    {
        if (!Built.IsRelease)
        {
            Missing.Optional("the launcher runs the release build; ./orderbook test makes it");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
