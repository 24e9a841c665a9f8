using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Silo.Api;

/// <summary>An answer of JSON lines, written as they come; whoever stops reading stops the work.</summary>
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
                // Not before there is a line: what fails until then is a problem with a status.
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
            // Whoever reads sees that the last line is lacking.
            httpContext.Abort();
        }
    }
}
