using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Npgsql;
using Xunit;

namespace OrderBookSilo.Support.Processes;

/// <summary>A real silo in its own process, with a data directory, from the binaries built beside these tests.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LookTimeMax = TimeSpan.FromMilliseconds(300);

    private readonly Process process;
    private readonly StringBuilder log = new();

    private SiloProcess(Process process, string url)
    {
        this.process = process;
        Url = url;
        Http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };
    }

    public int Id => process.Id;

    public string Url { get; }

    public HttpClient Http { get; }

    public string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    /// <summary>Starts a silo on a free port and waits until it is ready; on failure the message contains its log.</summary>
    public static async Task<SiloProcess> StartAsync(params string[] settings)
    {
        var silo = Launch(settings);
        await silo.ReadyAsync();
        return silo;
    }

    /// <summary>Starts a silo without waiting for it.</summary>
    /// <param name="alsoAt">Additional addresses to listen on besides loopback.</param>
    /// <param name="group">The group id of the process, by which a packet filter knows it; requires root.</param>
    public static SiloProcess Launch(
        IEnumerable<string> settings,
        IReadOnlyDictionary<string, string>? environment = null,
        string? assembly = null,
        string? alsoAt = null,
        int? group = null)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        string[] program = group is null ? ["dotnet"] : ["setpriv", "--regid", $"{group}", "--keep-groups", "dotnet"];
        var start = new ProcessStartInfo(program[0]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in program.Skip(1).Concat([assembly ?? Built.Assembly("Silo"), "--urls", alsoAt is null ? url : $"{url};{alsoAt}", .. settings]))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var silo = new SiloProcess(new Process { StartInfo = start }, url);
        silo.process.OutputDataReceived += (_, line) => silo.Keep(line.Data);
        silo.process.ErrorDataReceived += (_, line) => silo.Keep(line.Data);
        silo.process.Start();
        silo.process.BeginOutputReadLine();
        silo.process.BeginErrorReadLine();
        return silo;
    }

    /// <summary>The private database of a silo's data directory, accessed through its socket like psql does.</summary>
    public static NpgsqlDataSource OpenDatabase(string dataDirectory) =>
        NpgsqlDataSource.Create($"Host={Path.Combine(dataDirectory, "run")};Username=orderbook;Database=orderbook");

    public async Task ReadyAsync()
    {
        await UntilAsync(
            async () => process.HasExited || (await TryGetAsync("/health/ready"))?.StatusCode == HttpStatusCode.OK, yes => yes, "readiness");
        if (process.HasExited && Log.Contains("apt-get install postgresql", StringComparison.Ordinal))
        {
            Missing.Dependency("PostgreSQL is not installed");
        }

        Assert.False(process.HasExited, $"the silo ended:\n{Log}");
    }

    /// <summary>Whether it has ended by itself.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>Whether it reports ready, within a short time limit.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var timeout = new CancellationTokenSource(LookTimeMax);
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative), timeout.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public async Task<JsonElement> GetAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Waits until this many markets have a book.</summary>
    public Task<JsonElement> BooksAsync(int count) =>
        UntilAsync(
            () => GetAsync("/api/markets"),
            markets => markets.EnumerateArray().Count(market => market.GetProperty("bestBid").ValueKind == JsonValueKind.String) >= count,
            $"{count} markets with books");

    /// <summary>Polls until the condition holds; on failure the message contains the silo's log.</summary>
    public Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> isSo, string what) =>
        Eventually.GetAsync(look, isSo, _ => $"{what}\n{Log}", StartTimeMax);

    /// <summary>Ends the process like <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>
    /// Freezes the process: its ports stay open but nothing responds. Only <see cref="KillAsync"/> can end it afterwards.
    /// </summary>
    public async Task FreezeAsync()
    {
        using var freeze = Process.Start("kill", ["-STOP", $"{process.Id}"]);
        await freeze.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM and returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            return await ExitAsync(StopTimeMax);
        }
    }

    public async Task<int> ExitAsync(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            try
            {
                await StopAsync();
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }

        Http.Dispose();
        process.Dispose();
    }

    private async Task<HttpResponseMessage?> TryGetAsync(string path)
    {
        try
        {
            return await Http.GetAsync(path);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private void Keep(string? line)
    {
        lock (log)
        {
            log.AppendLine(line);
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
