using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrderBookSilo.Support.Faults;

/// <summary>What a store does wrong.</summary>
public enum BadConduct
{
    None,

    /// <summary>It stores the body as sent, with the framing of aws-chunked if there is one.</summary>
    KeepsFraming,

    /// <summary>It stores the first half of a body and says so in its ETag.</summary>
    Truncates,

    /// <summary>It stores the first half of a body and confirms the whole of it.</summary>
    TruncatesAndDenies,

    /// <summary>It encrypts with SSE-KMS, so that its ETags have nothing to do with the bytes.</summary>
    InventsETags,

    /// <summary>It answers conditional puts with 501.</summary>
    HasNoConditions,

    /// <summary>It overwrites objects although a put says <c>If-None-Match: *</c>.</summary>
    IgnoresConditions,

    /// <summary>It answers puts with 403 and everything else as it should.</summary>
    RefusesWrites,

    /// <summary>It answers puts with 503 and everything else as it should.</summary>
    IsBusy,
}

/// <summary>An S3 server in memory on loopback that checks no signature and misbehaves on demand.</summary>
public sealed class BadS3 : IAsyncDisposable
{
    private const string MetadataHeader = "x-amz-meta-";
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Stored> objects = new(StringComparer.Ordinal);

    private BadS3(WebApplication app) => this.app = app;

    public BadConduct Conduct { get; set; }

    public string Url => app.Urls.First();

    /// <summary>The headers of every put, newest last.</summary>
    public ConcurrentQueue<IDictionary<string, string>> Puts { get; } = [];

    /// <summary>Paths of the stored objects, with their bucket.</summary>
    public ICollection<string> Paths => objects.Keys;

    public static async Task<BadS3> StartAsync(BadConduct conduct = BadConduct.None)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new BadS3(builder.Build()) { Conduct = conduct };
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    public byte[] BytesOf(string path) => objects[path].Bytes;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task AnswerAsync(HttpContext http) => http.Request.Method switch
    {
        "PUT" => PutAsync(http),
        "GET" when http.Request.Query.ContainsKey("list-type") => ListAsync(http),
        "GET" or "HEAD" => GetAsync(http),
        _ => RefuseAsync(http, 405, "MethodNotAllowed"),
    };

    private async Task PutAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Puts.Enqueue(http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()));
        var isConditional = http.Request.Headers.IfNoneMatch == "*";
        var path = http.Request.Path.Value!;
        if (RefusalOf(isConditional) is var (status, code))
        {
            await RefuseAsync(http, status, code);
        }
        else if (isConditional && Conduct != BadConduct.IgnoresConditions && objects.ContainsKey(path))
        {
            await RefuseAsync(http, 412, "PreconditionFailed");
        }
        else
        {
            var (sent, kept) = (body.ToArray(), Kept(body.ToArray()));
            objects[path] = new Stored(kept, MetadataOf(http.Request), ETagOf(kept));
            AddETag(http, ETagOf(Conduct == BadConduct.TruncatesAndDenies ? sent : kept));
        }
    }

    private (int Status, string Code)? RefusalOf(bool isConditional) => Conduct switch
    {
        BadConduct.HasNoConditions when isConditional => (501, "NotImplemented"),
        BadConduct.RefusesWrites => (403, "AccessDenied"),
        BadConduct.IsBusy => (503, "SlowDown"),
        _ => null,
    };

    private byte[] Kept(byte[] sent) => Conduct is BadConduct.Truncates or BadConduct.TruncatesAndDenies ? sent[..(sent.Length / 2)] : sent;

    private string ETagOf(byte[] bytes) =>
        $"\"{Convert.ToHexStringLower(MD5.HashData(Conduct == BadConduct.InventsETags ? [.. bytes, 0] : bytes))}\"";

    private void AddETag(HttpContext http, string eTag)
    {
        http.Response.Headers.ETag = eTag;
        if (Conduct == BadConduct.InventsETags)
        {
            http.Response.Headers["x-amz-server-side-encryption"] = "aws:kms";
            http.Response.Headers["x-amz-server-side-encryption-aws-kms-key-id"] = "key";
        }
    }

    private static Dictionary<string, string> MetadataOf(HttpRequest request) => request.Headers
        .Where(header => header.Key.StartsWith(MetadataHeader, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key, header => header.Value.ToString());

    private async Task GetAsync(HttpContext http)
    {
        if (!objects.TryGetValue(http.Request.Path.Value!, out var stored))
        {
            await RefuseAsync(http, 404, "NoSuchKey");
            return;
        }

        foreach (var (name, value) in stored.Metadata)
        {
            http.Response.Headers[name] = value;
        }

        AddETag(http, stored.ETag);
        http.Response.ContentLength = stored.Bytes.Length;
        if (http.Request.Method == "GET")
        {
            await http.Response.Body.WriteAsync(stored.Bytes);
        }
    }

    private Task ListAsync(HttpContext http)
    {
        var bucket = http.Request.Path.Value!.TrimEnd('/') + "/";
        var start = bucket + http.Request.Query["prefix"];
        var keys = objects.Where(stored => stored.Key.StartsWith(start, StringComparison.Ordinal)).OrderBy(stored => stored.Key, StringComparer.Ordinal);
        var contents = keys.Select(stored => string.Create(
            CultureInfo.InvariantCulture, $"<Contents><Key>{stored.Key[bucket.Length..]}</Key><Size>{stored.Value.Bytes.Length}</Size></Contents>"));
        return XmlAsync(http, 200, $"<ListBucketResult><IsTruncated>false</IsTruncated>{string.Concat(contents)}</ListBucketResult>");
    }

    private static Task RefuseAsync(HttpContext http, int status, string code) =>
        XmlAsync(http, status, $"<Error><Code>{code}</Code><Message>{code}</Message></Error>");

    private static Task XmlAsync(HttpContext http, int status, string xml)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/xml";
        return http.Request.Method == "HEAD" ? Task.CompletedTask : http.Response.WriteAsync($"<?xml version=\"1.0\"?>{xml}");
    }

    private sealed record Stored(byte[] Bytes, Dictionary<string, string> Metadata, string ETag);
}
