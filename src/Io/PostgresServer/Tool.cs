using System.Diagnostics;
using OrderBookSilo.Io.Postgres;

namespace OrderBookSilo.Io.PostgresServer;

/// <summary>Runs a short command and reads its output.</summary>
internal static class Tool
{
    /// <summary>
    /// The exit code and both outputs; throws <see cref="System.ComponentModel.Win32Exception"/> when the command does not
    /// exist.
    /// </summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> command, CancellationToken cancel)
    {
        using var process = Start(command, isOutputRead: true);
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output + await errors);
    }

    // Not in the caller's working directory, which may be inaccessible to another user.
    public static Process Start(IEnumerable<string> command, bool isOutputRead)
    {
        var start = new ProcessStartInfo
        {
            FileName = command.First(),
            WorkingDirectory = "/",
            RedirectStandardOutput = isOutputRead,
            RedirectStandardError = isOutputRead,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
    }
}
