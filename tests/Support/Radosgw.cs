using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OrderBookSilo.Support;

/// <summary>
/// One S3 server for all tests of a process: Ceph's gateway with one monitor and one in-memory object store, on loopback,
/// without authentication among themselves. Started by the first test that needs it, stopped with the process.
/// </summary>
public sealed class Radosgw
{
    public const string AccessKey = "AK";
    public const string SecretKey = "SK";

    private const string Gateway = "client.admin";
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ToolTimeMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromSeconds(2);
    private static readonly string[] Programs = ["radosgw", "radosgw-admin", "ceph-mon", "ceph-osd", "ceph", "monmaptool"];
    private static readonly Lazy<Task<Radosgw>> Server = new(StartAsync);

    private readonly TempDirectory directory = new();
    private readonly List<Process> daemons = [];
    private readonly int port = FreePort();

    private Radosgw()
    {
    }

    public string ServiceUrl => $"http://127.0.0.1:{port}";

    /// <summary>The server; ends the test when its programs are not installed.</summary>
    public static async Task<Radosgw> GetServerAsync()
    {
        var missing = Programs.Where(program => Find(program) is null).ToList();
        if (missing.Count > 0)
        {
            Missing.Dependency(
                $"{string.Join(", ", missing)} not found; on Debian: apt-get install -y --no-install-recommends radosgw ceph-mon ceph-osd");
        }

        return await Server.Value;
    }

    /// <summary>Adds another user of the store, without any permissions until a bucket's policy grants them.</summary>
    public Task AddUserAsync(string name, string accessKey, string secretKey) =>
        RunAsync("radosgw-admin", "user", "create", $"--uid={name}", $"--display-name={name}", $"--access-key={accessKey}", $"--secret-key={secretKey}");

    /// <summary>Stops the gateway with SIGTERM or <c>kill -9</c>; stored data remains.</summary>
    public async Task StopGatewayAsync(bool isKilled) =>
        await RunAsync("kill", isKilled ? "-KILL" : "-TERM", (await File.ReadAllTextAsync(directory["radosgw.is"])).Trim());

    /// <summary>Restarts the gateway at the same address once it has ended.</summary>
    public async Task StartGatewayAgainAsync()
    {
        using (var before = daemons[^1])
        {
            await before.WaitForExitAsync();
        }

        daemons.RemoveAt(daemons.Count - 1);
        Launch("radosgw", "-n", Gateway, "-f");
        await WaitForAnswerAsync();
    }

    private static async Task<Radosgw> StartAsync()
    {
        var server = new Radosgw();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Stop();
        try
        {
            await server.StartDaemonsAsync();
            return server;
        }
        catch
        {
            server.Stop();
            throw;
        }
    }

    private async Task StartDaemonsAsync()
    {
        const string Cluster = "6f7e1f0a-3f0b-4c8e-9d0a-0f5b8f0c0001";
        const string Store = "6f7e1f0a-3f0b-4c8e-9d0a-0f5b8f0c0002";
        var monitor = $"[v2:127.0.0.1:{FreePort()},v1:127.0.0.1:{FreePort()}]";
        Directory.CreateDirectory(directory["mon"]);
        Directory.CreateDirectory(directory["osd"]);
        await File.WriteAllTextAsync(directory["ceph.conf"], RadosgwConfig.Text(directory.FullName, Cluster, monitor, port));

        await RunAsync("monmaptool", "--create", "--fsid", Cluster, "--addv", "a", monitor, directory["monmap"]);
        await RunAsync("ceph-mon", "-i", "a", "--mkfs", "--monmap", directory["monmap"]);
        Launch("ceph-mon", "-i", "a", "-f");
        await RunAsync("/usr/bin/python3", Find("ceph")!, "osd", "new", Store, "0");
        await RunAsync("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", Store);
        Launch("ceph-osd", "-i", "0", "-f");
        Launch("radosgw", "-n", Gateway, "-f");
        await RunAsync("radosgw-admin", "user", "create", "--uid=t", "--display-name=t", $"--access-key={AccessKey}", $"--secret-key={SecretKey}");
        await WaitForAnswerAsync();
    }

    private async Task WaitForAnswerAsync()
    {
        using var client = new HttpClient();
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(new Uri(ServiceUrl));
                return;
            }
            catch (HttpRequestException) when (deadline.Elapsed < StartTimeMax)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(program, arguments))!;
        using var timeout = new CancellationTokenSource(ToolTimeMax);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        await Task.WhenAll(error, output);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit {process.ExitCode}: {await error}{await output}");
        }
    }

    // The shell stops the daemon and cleans up when this process is gone, because test hosts are often killed before they can clean up.
    private void Launch(params string[] command)
    {
        const string Guard = """
            "$@" >/dev/null 2>&1 & daemon=$!
            echo $daemon >"$RADOSGW_HOME/$1.is"
            while kill -0 "$0" 2>/dev/null && kill -0 $daemon 2>/dev/null; do sleep 1; done
            kill -9 $daemon 2>/dev/null
            wait $daemon 2>/dev/null
            kill -0 "$0" 2>/dev/null || rm -rf "$RADOSGW_HOME"
            """;
        var process = Process.Start(StartInfo("/bin/sh", ["-c", Guard, $"{Environment.ProcessId}", .. command]))!;
        daemons.Add(process);
    }

    private ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["RADOSGW_HOME"] = directory.FullName;
        start.Environment["CEPH_CONF"] = directory["ceph.conf"];
        return start;
    }

    private void Stop()
    {
        foreach (var daemon in daemons)
        {
            daemon.Kill(entireProcessTree: true);
            daemon.WaitForExit(StopTimeMax);
            daemon.Dispose();
        }

        daemons.Clear();
        directory.Dispose();
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin")
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
