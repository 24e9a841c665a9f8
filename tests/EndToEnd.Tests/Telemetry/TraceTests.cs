using System.Text.Json;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Telemetry;

/// <summary>Traces and metrics over OTLP, and the same ids in the log.</summary>
public sealed class TraceTests : IDisposable
{
    private static readonly string[] Steps = ["fetch", "archive", "compute", "warehouse"];
    private readonly TempDirectory directory = new TempDirectory().OpenToAll();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_pull_is_one_trace_of_its_steps_with_the_same_id_in_the_log()
    {
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.01 });
        await using var collector = await OtlpReceiver.StartAsync();
        await using var silo = SiloProcess.Launch(
            ["--Data", directory["data"], "--Markets", "coinbase:BTC-USD", "--ConsoleLog", "json", .. VenueSettings.Of(venues)], collector.Environment);
        await silo.ReadyAsync();
        await silo.BooksAsync(1);
        using var pulled = await silo.Http.PostAsync("/api/markets/coinbase/BTC-USD/pull", null);

        var pulls = await silo.UntilAsync(
            () => Task.FromResult(collector.Spans.Where(span => span.Name == "pull").ToList()), spans => spans.Count >= 2, "the spans of two pulls");
        await silo.UntilAsync(
            () => Task.FromResult(collector.Requests.Any(request => request.Path == "/v1/metrics")), came => came, "metrics over OTLP");

        // The first pull is the timer's; the second was requested over HTTP.
        var asked = await silo.UntilAsync(
            () => Task.FromResult(collector.Spans.FirstOrDefault(span => span.Name == "POST /api/markets/{venue}/{product}/pull")), span => span is not null, "the span of the request");
        Assert.NotEqual(pulls[0].TraceId, pulls[1].TraceId);
        Assert.NotEqual(pulls[0].TraceId, asked!.TraceId);

        Assert.Equal(asked.TraceId, pulls[1].TraceId);
        Assert.Equal(Steps, collector.Spans.Where(span => span.ParentId == pulls[0].SpanId && Steps.Contains(span.Name)).Select(span => span.Name));
        Assert.All(collector.Spans.Where(span => span.ParentId == pulls[0].SpanId), span => Assert.Equal(pulls[0].TraceId, span.TraceId));

        await silo.StopAsync();
        var file = await File.ReadAllLinesAsync(Directory.GetFiles(directory["data/logs"]).Single());
        Assert.Contains(file, line => HasTrace(line, pulls[0].TraceId, "bids"));
        Assert.Contains(silo.Log.Split('\n'), line => line.StartsWith('{') && HasTrace(line, pulls[0].TraceId, "bids"));
    }

    private static bool HasTrace(string line, string traceId, string words)
    {
        var entry = JsonDocument.Parse(line).RootElement;
        return entry.GetProperty("RenderedMessage").GetString()!.Contains(words, StringComparison.Ordinal)
            && entry.TryGetProperty("TraceId", out var id) && id.GetString() == traceId;
    }
}
