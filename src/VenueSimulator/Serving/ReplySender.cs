using Microsoft.AspNetCore.Http;
using OrderBookSilo.VenueSimulator.Faults;
using OrderBookSilo.VenueSimulator.Wire;

namespace OrderBookSilo.VenueSimulator.Serving;

/// <summary>Sends answers, whole or broken in transit.</summary>
internal sealed class ReplySender(TimeProvider time)
{
    private const int SlowChunks = 40;
    private const int HugeMibDefault = 80;
    private const int Mib = 1024 * 1024;

    public async Task SendAsync(HttpContext http, Reply reply, Fault? fault)
    {
        if (fault is { DelayMs: { } delayMs, Kind: not FaultKind.Slow })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(delayMs), time, http.RequestAborted);
        }

        if (fault?.Kind == FaultKind.Reset)
        {
            http.Abort();
            return;
        }

        if (fault?.Kind == FaultKind.Huge)
        {
            await SendHugeAsync(http, fault.SizeMib ?? HugeMibDefault);
            return;
        }

        var body = SetHeaders(http, reply, fault);
        await (fault?.Kind switch
        {
            FaultKind.Slow => SendSlowlyAsync(http, body, TimeSpan.FromMilliseconds(fault.DelayMs ?? 0)),
            FaultKind.Truncate => SendHeadAsync(http, body, fault.TruncateAtBytes ?? body.Length / 2),
            _ => http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask(),
        });
    }

    private static ReadOnlyMemory<byte> SetHeaders(HttpContext http, Reply reply, Fault? fault)
    {
        var response = http.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        if (fault?.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var body = reply.Body;
        if (reply.Gzip is { } gzip && AcceptsGzip(http))
        {
            response.Headers.ContentEncoding = "gzip";
            body = gzip;
        }

        response.Headers.Vary = "Accept-Encoding";
        response.ContentLength = body.Length;
        return body;
    }

    private static bool AcceptsGzip(HttpContext http) =>
        http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);

    private async Task SendSlowlyAsync(HttpContext http, ReadOnlyMemory<byte> body, TimeSpan duration)
    {
        var chunk = Math.Max(1, body.Length / SlowChunks);
        for (var at = 0; at < body.Length; at += chunk)
        {
            await http.Response.Body.WriteAsync(body[at..Math.Min(at + chunk, body.Length)], http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(duration / SlowChunks, time, http.RequestAborted);
        }
    }

    // The server closes the connection when an answer ends short of its Content-Length; an abort could overtake the bytes.
    private static async Task SendHeadAsync(HttpContext http, ReadOnlyMemory<byte> body, int bytes)
    {
        await http.Response.Body.WriteAsync(body[..Math.Clamp(bytes, 0, Math.Max(0, body.Length - 1))], http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    // Compressed with gzip where accepted: a small answer that decompresses to the full size.
    private static async Task SendHugeAsync(HttpContext http, int mib)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        var isGzip = AcceptsGzip(http);
        http.Response.Headers.ContentEncoding = isGzip ? "gzip" : default;
        var level = "[\"1.00\",\"1.00\",1],"u8;
        var chunk = new byte[Mib];
        for (var at = 0; at < Mib; at++)
        {
            chunk[at] = level[at % level.Length];
        }

        var sink = isGzip
            ? new System.IO.Compression.GZipStream(http.Response.Body, System.IO.Compression.CompressionLevel.Fastest)
            : http.Response.Body;
        await sink.WriteAsync("{\"bids\":["u8.ToArray(), http.RequestAborted);
        for (var sent = 0; sent < mib; sent++)
        {
            await sink.WriteAsync(chunk, http.RequestAborted);
        }

        await sink.FlushAsync(http.RequestAborted);
        if (isGzip)
        {
            await sink.DisposeAsync();
        }
    }
}
