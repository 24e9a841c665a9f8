using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Telemetry;

/// <summary>A real Prometheus in its own process that scrapes one silo every second.</summary>
internal sealed class RunningPrometheus : IAsyncDisposable
{
    private readonly TempDirectory directory;
    private readonly Process process;
    private readonly HttpClient http;

    private RunningPrometheus(TempDirectory directory, Process process, HttpClient http) =>
        (this.directory, this.process, this.http) = (directory, process, http);

    public static async Task<RunningPrometheus> StartAsync(string rules, string target)
    {
        var program = Deployed.Program("prometheus");
        var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory["prometheus.yml"], $$"""
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: ["{{rules}}"]
            scrape_configs:
              - {job_name: orderbook, static_configs: [{targets: ["{{target}}"]}]}
            """);
        var address = $"127.0.0.1:{SiloProcess.FreePort()}";
        var start = new ProcessStartInfo(program, [
            $"--config.file={directory["prometheus.yml"]}", $"--storage.tsdb.path={directory["data"]}", $"--web.listen-address={address}", "--log.level=error"]);
        return new RunningPrometheus(directory, Process.Start(start)!, new HttpClient { BaseAddress = new Uri($"http://{address}") });
    }

    public async Task<bool> ScrapedAsync() =>
        (await AskAsync("/api/v1/query?query=up%7Bjob%3D%22orderbook%22%7D%3D%3D1"))?.GetProperty("result").GetArrayLength() > 0;

    /// <summary>The names of the alerts that fire now.</summary>
    public async Task<IReadOnlyList<string>> FiringAsync() =>
        await AskAsync("/api/v1/alerts") is not { } data ? [] : [.. data.GetProperty("alerts").EnumerateArray()
            .Where(alert => alert.GetProperty("state").GetString() == "firing")
            .Select(alert => alert.GetProperty("labels").GetProperty("alertname").GetString()!)];

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        http.Dispose();
        directory.Dispose();
    }

    // There is no answer until it listens.
    private async Task<JsonElement?> AskAsync(string path)
    {
        try
        {
            using var answer = await http.GetAsync(path);
            return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data") : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
