using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Silo.Api;

/// <summary>An answer of JSON lines, written as they are produced; when the reader stops, so does the work.</summary>
/// <param name="place">Held until the answer has ended; null for none.</param>
internal sealed class JsonLines<T>(IAsyncEnumerable<T> lines, IDisposable? place) : IResult
{
    public const string MediaType = "application/x-ndjson";

    private static readonly byte[] LineEnd = [(byte)'\n'];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var held = place;
        var (response, cancel) = (httpContext.Response, httpContext.RequestAborted);
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            await foreach (var line in lines.WithCancellation(cancel))
            {
                // The answer starts with the first line, so that a failure before it is still a problem with a status.
                if (!response.HasStarted)
                {
                    response.ContentType = MediaType;
                }

                await JsonSerializer.SerializeAsync(response.Body, line, options, cancel);
                await response.Body.WriteAsync(LineEnd, cancel);
                await response.Body.FlushAsync(cancel);
            }
        }
        catch (StoreUnavailableException) when (response.HasStarted)
        {
            // The reader notices the failure because the last line is missing.
            httpContext.Abort();
        }
    }
}
