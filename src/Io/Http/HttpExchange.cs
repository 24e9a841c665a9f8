using System.Net.Http.Headers;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Pulls;

namespace OrderBookSilo.Io.Http;

/// <summary>One GET within its bounds: the answer whatever its status, or why there is none.</summary>
internal sealed class HttpExchange(HttpMessageInvoker invoker, FetchLimits limits, TimeProvider time)
{
    private const string UserAgent = "OrderBookSilo/1.0";

    /// <summary>The answer or the failure, and whether the request may have reached the host. Throws only when cancelled by the caller.</summary>
    public async Task<(Outcome<HttpAnswer> Outcome, bool WasSent)> GetAsync(Uri url, TimeSpan timeMax, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(timeMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        HttpResponseMessage? response = null;
        try
        {
            using var request = RequestTo(url);
            response = await invoker.SendAsync(request, either.Token).ConfigureAwait(false);
            return (await ReadAsync(response, either.Token).ConfigureAwait(false), true);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return deadline.IsCancellationRequested
                ? (new PullFailure(FailureKind.Timeout, $"no complete answer within {timeMax.TotalSeconds:0.#} s", StatusOf(response)), true)
                : (new PullFailure(FailureKind.Connection, $"no connection within {limits.ConnectTimeMax.TotalSeconds:0.#} s"), false);
        }
        catch (HttpRequestException failure) when (response is null)
        {
            return (new PullFailure(FailureKind.Connection, $"{failure.HttpRequestError.Text()}: {failure.Message}"), IsConnected(failure.HttpRequestError));
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or InvalidDataException or InvalidOperationException)
        {
            // The last is how the Brotli decoder says that its input is damaged.
            return (new PullFailure(FailureKind.BodyIncomplete, failure.Message, StatusOf(response)), true);
        }
        finally
        {
            response?.Dispose();
        }
    }

    private async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var bytesMax = response.IsSuccessStatusCode ? limits.BodyBytesMax : limits.RefusalBytesMax;
        var (body, isCut) = await BoundedBody.ReadAsync(response.Content, bytesMax, cancel).ConfigureAwait(false);
        var receivedAt = time.GetUtcNow();
        var retryAfter = RetryAfterOf(response.Headers.RetryAfter, receivedAt);
        return new HttpAnswer(receivedAt, (int)response.StatusCode, retryAfter, response.Headers.Location, body, isCut);
    }

    private static HttpRequestMessage RequestTo(Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", BoundedBody.AcceptedEncodings);
        return request;
    }

    // Without a connection nothing was sent; with one, nobody knows how much of the request arrived.
    private static bool IsConnected(HttpRequestError error) =>
        error is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);

    private static int? StatusOf(HttpResponseMessage? response) => response is null ? null : (int)response.StatusCode;

    private static TimeSpan? RetryAfterOf(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? header?.Date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
