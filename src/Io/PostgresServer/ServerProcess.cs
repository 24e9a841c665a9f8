using System.Globalization;
using System.Runtime.InteropServices;

namespace OrderBookSilo.Io.PostgresServer;

/// <summary>A running PostgreSQL server, identified by its pid file; it may be our child or an orphan of an earlier process.</summary>
internal sealed class ServerProcess
{
    // Lines of postmaster.pid: pid, data directory, start time; port; socket directory.
    private const int IdentityLines = 3;
    private const int SocketDirectoryLine = 4;

    private readonly string[] lines;
    private readonly string pidFile;

    private ServerProcess(string pidFile, string[] lines)
    {
        this.pidFile = pidFile;
        this.lines = lines;
        Id = int.Parse(lines[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    public int Id { get; }

    public string SocketDirectory => lines[SocketDirectoryLine].Trim();

    /// <summary>The server in a pid file, alive or not; null when the file is missing or incomplete.</summary>
    public static ServerProcess? Find(string pidFile)
    {
        var lines = File.Exists(pidFile) ? ReadLines(pidFile) : [];
        return lines.Length > SocketDirectoryLine ? new ServerProcess(pidFile, lines) : null;
    }

    /// <summary>Whether it is alive; another process with the same id does not count.</summary>
    public bool IsAlive => Directory.Exists("/proc/self")
        ? lines.Take(IdentityLines).SequenceEqual(ReadLines($"/proc/{Id}/cwd/{Path.GetFileName(pidFile)}").Take(IdentityLines))
        : Kill(Id, 0) == 0;

    /// <summary>Whether the process has ended, which is a moment after it removes its pid file.</summary>
    public bool HasEnded => Directory.Exists("/proc/self") ? !File.Exists($"/proc/{Id}/cwd/PG_VERSION") : Kill(Id, 0) != 0;

    /// <summary>Ends sessions, writes everything to disk and exits.</summary>
    public void StopFast() => Kill(Id, (int)Signal.Interrupt);

    /// <summary>Exits immediately; the next start recovers from the log.</summary>
    public void StopNow() => Kill(Id, (int)Signal.Quit);

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException)
        {
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);

    private enum Signal
    {
        Interrupt = 2,
        Quit = 3,
    }
}
