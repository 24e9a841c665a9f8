using System.Diagnostics;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>The command line of the silo's program: nothing that is not a start starts, or makes a file.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("--help", "Exit codes: 0 ended as requested")]
    [InlineData("-h", "check-settings")]
    [InlineData("migrate --help", "check-settings")]
    [InlineData("--Slot 1m --help", "check-settings")]
    [InlineData("check-settings --Slot 1m", "The settings are valid.")]
    public void A_question_is_answered_and_starts_nothing(string args, string answer)
    {
        var (exitCode, output, errors) = Run(args);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains(answer, output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.FullName));
    }

    [Fact]
    public void The_version_is_printed() => Assert.Equal((0, $"{ProductVersion.Text}\n", ""), Run("--version"));

    [Theory]
    [InlineData("serve", "There is no verb or setting 'serve'; --help lists the verbs")]
    [InlineData("-v", "There is no verb or setting '-v'")]
    [InlineData("--Data", "--Data has no value")]
    [InlineData("--Data --Slot 1m", "--Data has no value")]
    [InlineData("--Slot 1m extra", "'extra' is not a setting")]
    [InlineData("--Solt 1m", "Solt: no such setting; did you mean Slot?")]
    [InlineData("check-settings --Slot 7m", "Slot: 00:07:00 is not a slot")]
    [InlineData("migrate now", "migrate takes no operand")]
    [InlineData("copy-archive", "copy-archive takes one operand, a directory")]
    public void Anything_unknown_is_refused_before_anything_is_made(string args, string reason)
    {
        var (exitCode, output, errors) = Run(args);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("OrderBookSilo cannot start. ", errors, StringComparison.Ordinal);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.FullName));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(900)]
    [InlineData(1_600)]
    [InlineData(2_600)]
    public async Task A_silo_that_is_stopped_while_it_starts_ends_without_an_error(int afterMs)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var silo = SiloProcess.Launch(
            ["--Data", directory["data"]], new Dictionary<string, string> { ["ORDERBOOK__ConnectionStrings__Warehouse"] = database.ConnectionString });
        await Task.Delay(afterMs);

        Assert.Contains(await silo.StopAsync(), new[] { 0, 143 });
        Assert.DoesNotContain("Unhandled exception", silo.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Hosting failed", silo.Log, StringComparison.Ordinal);
    }

    private (int ExitCode, string Output, string Errors) Run(string args)
    {
        var start = new ProcessStartInfo("dotnet", [Built.Assembly("Silo"), .. args.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory.FullName,
        };
        using var silo = Process.Start(start)!;
        var errors = silo.StandardError.ReadToEndAsync();
        var output = silo.StandardOutput.ReadToEnd();
        silo.WaitForExit();
        return (silo.ExitCode, output, errors.Result);
    }
}
