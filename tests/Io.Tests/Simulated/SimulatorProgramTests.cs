using System.Diagnostics;

namespace OrderBookSilo.Io.Tests.Simulated;

/// <summary>The simulator as a program started by the launcher.</summary>
public class SimulatorProgramTests
{
    [Fact]
    public async Task It_prints_its_exchanges_and_its_address_and_stops_quickly_on_request()
    {
        using var program = Start("--urls", "http://127.0.0.1:0", "--seed", "3");
        var venues = new List<string>();
        string? line;
        while ((line = await program.StandardOutput.ReadLineAsync())?.StartsWith("venue simulator at", StringComparison.Ordinal) == false)
        {
            venues.Add(line);
        }

        Assert.Equal(["venue coinbase USD", "venue binance USDT", "venue kraken USD"], venues.Take(3));
        Assert.StartsWith("venue simulator at http://127.0.0.1:", line, StringComparison.Ordinal);
        using var http = new HttpClient();
        Assert.Contains("BTC-USD", await http.GetStringAsync(new Uri(line!["venue simulator at ".Length..] + "/coinbase/products")), StringComparison.Ordinal);

        using var kill = Process.Start("kill", ["-TERM", $"{program.Id}"]);
        var stopping = Stopwatch.StartNew();
        await program.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);

        Assert.Equal(0, program.ExitCode);
        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task It_ends_with_its_parent()
    {
        using var parent = Process.Start("sleep", ["60"]);
        using var program = Start("--urls", "http://127.0.0.1:0", "--parent", $"{parent.Id}");
        while ((await program.StandardOutput.ReadLineAsync())?.StartsWith("venue simulator at", StringComparison.Ordinal) == false)
        {
        }

        parent.Kill();

        await program.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        Assert.Equal(0, program.ExitCode);
    }

    [Theory]
    [InlineData("--seed", "x")]
    [InlineData("--pin", "coinbase:BTC-USD=/no/such/file")]
    [InlineData("--what", "1")]
    public async Task Invalid_options_are_rejected(string name, string value)
    {
        using var program = Start(name, value);

        await program.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);

        Assert.Equal(2, program.ExitCode);
        Assert.Contains(name, await program.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "OrderBookSilo.VenueSimulator.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
