using System.Net;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using OrderBookSilo.Grains;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Silo.Api;

/// <summary>Answers requests that did not come over HTTP with the same pipeline as those that did, so that every use case exists once.</summary>
internal sealed class InProcessApi(IHttpContextFactory contexts) : ISiloApi, IStartupFilter
{
    private RequestDelegate? pipeline;

    // Outside of everything else, so that what follows is the whole pipeline.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(rest => pipeline = rest);
        next(app);
    };

    public async Task<ApiReply> AskAsync(string method, string pathAndQuery)
    {
        using var body = new BoundedBuffer(IApiGrain.BodyBytesMax);
        var http = contexts.Create(Request(method, pathAndQuery, body));
        try
        {
            await pipeline!(http);
            await http.Response.CompleteAsync();
            var mediaType = http.Response.ContentType is { } contentType ? new ContentType(contentType).MediaType : null;
            return body.IsFull ? TooLarge : new ApiReply(http.Response.StatusCode, mediaType, body.ToArray());
        }
        finally
        {
            contexts.Dispose(http);
        }
    }

    private static ApiReply TooLarge => new(
        StatusCodes.Status400BadRequest,
        MediaTypeNames.Application.ProblemJson,
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            title = "The request cannot be answered",
            status = StatusCodes.Status400BadRequest,
            detail = $"the answer is larger than {IApiGrain.BodyBytesMax / 1024 / 1024} MiB, which is more than the cluster carries; ask for less, or over HTTP",
        }));

    private static FeatureCollection Request(string method, string pathAndQuery, BoundedBuffer body)
    {
        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (pathAndQuery, "") : (pathAndQuery[..question], pathAndQuery[question..]);
        var request = new HttpRequestFeature
        {
            Protocol = HttpProtocol.Http11,
            Scheme = Uri.UriSchemeHttp,
            Method = method,
            Path = PathString.FromUriComponent(path).Value!,
            QueryString = query,
            RawTarget = pathAndQuery,
        };
        request.Headers.Host = "localhost";
        request.Headers.Accept = MediaTypeNames.Application.Json;

        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(new Response(body));
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());

        // Asked from this machine, as far as the gatekeeper is concerned: the gateway's port is inside the walls.
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { LocalIpAddress = IPAddress.Loopback, RemoteIpAddress = IPAddress.Loopback });
        return features;
    }

    // What was begun cannot become a problem any more: it throws, as over HTTP the connection breaks.
    private sealed class Response(BoundedBuffer body) : HttpResponseFeature
    {
        public override bool HasStarted => body.Length > 0;
    }
}
