using System.Diagnostics;
using System.Globalization;
using System.Text;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Launcher;

/// <summary><c>./orderbook up</c> in its own process group, with Ctrl-C ignored at first, as in the background of a script.</summary>
internal sealed class Up : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(120);
    private readonly StringBuilder said = new();
    private readonly string data;
    private readonly Process launcher;

    private Up(string data, string[] args)
    {
        this.data = data;
        launcher = Start(["up", "--data", data, .. args]);
        launcher.OutputDataReceived += (_, line) => Hear(line.Data);
        launcher.ErrorDataReceived += (_, line) => Hear(line.Data);
        launcher.BeginOutputReadLine();
        launcher.BeginErrorReadLine();
    }

    public int Pid => launcher.Id;

    public string Said
    {
        get
        {
            lock (said)
            {
                return said.ToString();
            }
        }
    }

    /// <summary>The processes that <c>up</c> started, preceded by itself.</summary>
    public IReadOnlyList<int> Pids =>
    [
        launcher.Id,
        ReadPid("silo.pid"),
        ReadPid(Path.Combine("postgres", "postmaster.pid")),
        .. Children("OrderBookSilo.VenueSimulator"),
    ];

    /// <summary>Starts <c>up</c> and waits until it prints the API's address.</summary>
    public static async Task<Up> StartAsync(string data, string url, params string[] args)
    {
        var up = new Up(data, ["--urls", url, .. args]);
        await Eventually.HoldsAsync(
            () => up.Said.Contains($"API  {url}", StringComparison.Ordinal) || up.launcher.HasExited, () => $"the API's address; up said: {up.Said}", StartDeadline);
        if (up.launcher.HasExited && up.Said.Contains("PostgreSQL 15 or newer is needed", StringComparison.Ordinal))
        {
            Missing.Dependency("PostgreSQL is not installed");
        }

        Assert.False(up.launcher.HasExited, up.Said);
        return up;
    }

    /// <summary>Runs <c>up</c> where it must refuse, and returns its exit code and output.</summary>
    public static async Task<(int ExitCode, string Said)> RefuseAsync(string data, params string[] args)
    {
        await using var up = new Up(data, args);
        await up.EndAsync();
        await up.launcher.WaitForExitAsync();
        return (up.launcher.ExitCode, up.Said);
    }

    /// <summary>Sends a signal to the launcher or to its whole group, and waits until it has ended.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> SignalAsync(string signal, bool toGroup)
    {
        var started = Stopwatch.GetTimestamp();
        await KillAsync(signal, toGroup ? $"-{Pid}" : $"{Pid}");
        await EndAsync();
        return (launcher.ExitCode, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Kills every process at once, as a loss of power would.</summary>
    public async Task KillEverythingAsync()
    {
        var pids = Pids;
        await KillAsync("KILL", [.. pids.Select(pid => $"{pid}")]);
        await Eventually.HoldsAsync(() => !pids.Any(IsAlive), () => "the end of what was killed", StartDeadline);
    }

    public static bool IsAlive(int pid) =>
        File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        if (!launcher.HasExited)
        {
            await SignalAsync("TERM", toGroup: false);
        }

        launcher.Dispose();
    }

    // Not WaitForExitAsync: that also waits for processes that inherited the launcher's output.
    private Task EndAsync() => Eventually.HoldsAsync(() => launcher.HasExited, () => $"the launcher's end; it said: {Said}", StartDeadline);

    private static Process Start(string[] args)
    {
        // What a script does to commands that it starts with &.
        string[] command = ["-c", "trap '' INT; exec setsid \"$0\" \"$@\"", Built.Launcher, .. args];
        var start = new ProcessStartInfo("bash", command) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ORDERBOOK_AS_BUILT"] = "1";
        return Process.Start(start)!;
    }

    private static async Task KillAsync(string signal, params string[] targets)
    {
        using var kill = Process.Start("kill", [$"-{signal}", "--", .. targets]);
        await kill.WaitForExitAsync();
    }

    private void Hear(string? line)
    {
        lock (said)
        {
            said.AppendLine(line);
        }
    }

    private int ReadPid(string file) => int.Parse(File.ReadLines(Path.Combine(data, file)).First(), CultureInfo.InvariantCulture);

    private List<int> Children(string name) =>
    [
        .. Process.GetProcesses()
            .Where(process => IsAlive(process.Id) && ReadOrEmpty($"/proc/{process.Id}/cmdline").Contains(name, StringComparison.Ordinal)
                && ReadOrEmpty($"/proc/{process.Id}/stat").Contains($" {Pid} ", StringComparison.Ordinal))
            .Select(process => process.Id),
    ];

    private static string ReadOrEmpty(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
