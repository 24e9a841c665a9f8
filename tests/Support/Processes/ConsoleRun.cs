using System.Diagnostics;
using System.Text;

namespace OrderBookSilo.Support.Processes;

/// <summary>A finished run of the console client in its own process, with its output redirected to a pipe.</summary>
public sealed record ConsoleRun(int ExitCode, byte[] Output, string Errors)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public string Text => Encoding.UTF8.GetString(Output);

    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs the client against a silo's address.</summary>
    public static Task<ConsoleRun> AskAsync(string url, params string[] args) =>
        RunAsync(new Dictionary<string, string?> { ["ORDERBOOK_URL"] = url }, args);

    public static async Task<ConsoleRun> RunAsync(Dictionary<string, string?> environment, params string[] args)
    {
        using var process = Start(environment, args);
        return await EndAsync(process);
    }

    /// <summary>Starts the client; the caller must end it.</summary>
    public static Process Start(Dictionary<string, string?> environment, params string[] args)
    {
        // Tests in the background of a script inherit an ignored Ctrl-C, but the client must receive it.
        string[] command = ["--default-signal=INT", "dotnet", Built.Assembly("Client"), .. args];
        var start = new ProcessStartInfo("env", command) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("ORDERBOOK_API_KEY");
        start.Environment.Remove("ORDERBOOK_CLUSTER");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Reads the output until the process ends; one that does not end is killed and fails the test.</summary>
    public static async Task<ConsoleRun> EndAsync(Process process)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            using var output = new MemoryStream();
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardOutput.BaseStream.CopyToAsync(output, deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new ConsoleRun(process.ExitCode, output.ToArray(), await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"the client did not end within {Deadline}");
        }
    }
}
