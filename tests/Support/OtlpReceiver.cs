using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrderBookSilo.Support;

/// <summary>A collector of OTLP over HTTP on loopback that keeps the spans and all request bodies.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private OtlpReceiver(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    public ConcurrentQueue<OtlpSpan> Spans { get; } = [];

    /// <summary>Path and body of every request.</summary>
    public ConcurrentQueue<(string Path, byte[] Body)> Requests { get; } = [];

    /// <summary>Environment variables that make a process export everything here with a short delay.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Url,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver.app.Run(receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Requests.Enqueue((http.Request.Path, body.ToArray()));
        foreach (var span in http.Request.Path == "/v1/traces" ? OtlpSpan.ReadAll(body.ToArray()) : [])
        {
            Spans.Enqueue(span);
        }

        http.Response.ContentType = "application/x-protobuf";
    }
}

/// <summary>One span as received.</summary>
public sealed record OtlpSpan(string TraceId, string SpanId, string ParentId, string Name)
{
    /// <summary>ExportTraceServiceRequest → resource_spans 1 → scope_spans 2 → spans 2.</summary>
    public static IEnumerable<OtlpSpan> ReadAll(byte[] request) =>
        from resource in Fields(request, 1)
        from scope in Fields(resource, 2)
        from span in Fields(scope, 2)
        select new OtlpSpan(Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Fields(span, 5).FirstOrDefault() ?? []));

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(Fields(message, field).FirstOrDefault() ?? []);

    /// <summary>The length-delimited fields with this number in a protocol buffers message.</summary>
    private static IEnumerable<byte[]> Fields(byte[] message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var length = (tag & 7) switch
            {
                0 => Skipped(message, ref at),
                1 => sizeof(ulong),
                2 => (int)Varint(message, ref at),
                5 => sizeof(uint),
                var type => throw new InvalidDataException($"wire type {type}"),
            };
            if (tag >> 3 == (ulong)number && (tag & 7) == 2)
            {
                yield return message[at..(at + length)];
            }

            at += length;
        }
    }

    private static int Skipped(byte[] message, ref int at)
    {
        Varint(message, ref at);
        return 0;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            value |= (ulong)(message[at] & 0x7F) << shift;
            if (message[at++] < 0x80)
            {
                return value;
            }
        }
    }
}
