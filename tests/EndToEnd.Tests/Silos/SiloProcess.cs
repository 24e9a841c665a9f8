using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>A real silo in a process of its own, from the binaries that were built beside these tests.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(100);

    private readonly Process process;
    private readonly StringBuilder log = new();

    private SiloProcess(Process process, string url)
    {
        this.process = process;
        Url = url;
        Http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };
    }

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

    /// <summary>Starts a silo on a free port and waits until it is ready; fails with its log when it does not get there.</summary>
    public static async Task<SiloProcess> StartAsync(params string[] settings)
    {
        var silo = Launch(settings, new Dictionary<string, string>());
        await silo.ReadyAsync();
        return silo;
    }

    /// <summary>Starts a silo without waiting for it.</summary>
    public static SiloProcess Launch(IEnumerable<string> settings, IReadOnlyDictionary<string, string> environment)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { BuiltDll("Silo"), "--urls", url }.Concat(settings))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
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

    public static string BuiltDll(string project)
    {
        // artifacts/<engine>/bin/EndToEnd.Tests/<configuration>/
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"OrderBookSilo.{project}.dll");
    }

    public async Task ReadyAsync()
    {
        await Eventually.TrueAsync(
            async () => process.HasExited || (await TryGetAsync("/health/ready"))?.StatusCode == HttpStatusCode.OK,
            StartTimeMax,
            () => $"the silo is not ready:\n{Log}");
        Assert.False(process.HasExited, $"the silo ended:\n{Log}");
    }

    public async Task<JsonElement> GetAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Waits until every named market, or every market there is, shows a book.</summary>
    public Task<JsonElement> BooksAsync(int count) =>
        Eventually.GetAsync(
            () => GetAsync("/api/markets"),
            markets => markets.EnumerateArray().Count(market => market.GetProperty("bestBid").ValueKind == JsonValueKind.String) >= count,
            TimeSpan.FromSeconds(60),
            () => $"no {count} books:\n{Log}");

    /// <summary>The end of the process as <c>kill -9</c> makes it.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and the exit code.</summary>
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static class Eventually
    {
        public static Task TrueAsync(Func<Task<bool>> isSo, TimeSpan within, Func<string> complaint) =>
            GetAsync(isSo, yes => yes, within, complaint);

        public static async Task<T> GetAsync<T>(Func<Task<T>> get, Func<T, bool> isGood, TimeSpan within, Func<string> complaint)
        {
            var clock = Stopwatch.StartNew();
            while (true)
            {
                var got = await get();
                if (isGood(got))
                {
                    return got;
                }

                Assert.True(clock.Elapsed < within, complaint());
                await Task.Delay(LookPeriod);
            }
        }
    }
}
