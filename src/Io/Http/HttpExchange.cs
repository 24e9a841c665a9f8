using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Io.Http;

/// <summary>One GET within its bounds: the answer whatever its status, or why there is none.</summary>
/// <param name="line">The connections of one route.</param>
/// <param name="usedWeightHeader">Where the venue says what our address has used; null where it does not.</param>
/// <param name="limits">The bounds.</param>
/// <param name="time">The clock.</param>
internal sealed class HttpExchange(HttpLine line, string? usedWeightHeader, FetchLimits limits, TimeProvider time)
{
    private const string UserAgent = "OrderBookSilo/1.0";

    /// <summary>The answer or the failure. Throws only when cancelled by the caller.</summary>
    public async Task<Exchanged> GetAsync(Uri url, TimeSpan timeMax, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(timeMax, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        HttpResponseMessage? response = null;
        var failuresBefore = line.ConnectFailures;
        try
        {
            using var request = RequestTo(url);
            response = await line.Invoker.SendAsync(request, linked.Token).ConfigureAwait(false);
            return line.IsProxied && response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired
                ? new Exchanged(new PullFailure(FailureKind.Connection, "the proxy does not know us"), WasSent: false, ProxyFault.Unusable)
                : new Exchanged(await ReadAsync(response, linked.Token).ConfigureAwait(false), WasSent: true);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return deadline.IsCancellationRequested
                ? new Exchanged(new PullFailure(FailureKind.Timeout, $"no complete answer within {timeMax.TotalSeconds:0.#} s", StatusOf(response)), WasSent: true)
                : new Exchanged(
                    new PullFailure(FailureKind.Connection, $"no connection within {limits.ConnectTimeMax.TotalSeconds:0.#} s"), WasSent: false, FaultOfProxy(failuresBefore, hasOpenedNoWay: true));
        }
        catch (HttpRequestException failure) when (response is null)
        {
            return new Exchanged(
                new PullFailure(FailureKind.Connection, $"{failure.HttpRequestError.Text()}: {failure.Message}"),
                IsConnected(failure.HttpRequestError),
                IsUnknownToProxy(failure) ? ProxyFault.Unusable : FaultOfProxy(failuresBefore, failure.HttpRequestError == HttpRequestError.ProxyTunnelError));
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or InvalidDataException or InvalidOperationException)
        {
            // The last is how the Brotli decoder says that its input is damaged.
            return new Exchanged(new PullFailure(FailureKind.BodyIncomplete, failure.Message, StatusOf(response)), WasSent: true);
        }
        finally
        {
            response?.Dispose();
        }
    }

    private ProxyFault FaultOfProxy(long failuresBefore, bool hasOpenedNoWay) =>
        !line.IsProxied ? ProxyFault.None
        : line.ConnectFailures > failuresBefore ? ProxyFault.Unusable
        : hasOpenedNoWay ? ProxyFault.NoWay
        : ProxyFault.None;

    private async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var bytesMax = response.IsSuccessStatusCode ? limits.BodyBytesMax : limits.RefusalBytesMax;
        var (body, isCut) = await BoundedBody.ReadAsync(response.Content, bytesMax, cancel).ConfigureAwait(false);
        var receivedAt = time.GetUtcNow();
        var retryAfter = RetryAfterOf(response.Headers.RetryAfter, receivedAt);
        return new HttpAnswer(receivedAt, (int)response.StatusCode, retryAfter, UsedWeightOf(response), response.Headers.Location, body, isCut);
    }

    private int? UsedWeightOf(HttpResponseMessage response) =>
        usedWeightHeader is not null
        && response.Headers.TryGetValues(usedWeightHeader, out var values)
        && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var weight)
            ? weight
            : null;

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

    // Of a refused tunnel only its status tells whose fault it is, and only the message has that: every other is of the host behind.
    private static bool IsUnknownToProxy(HttpRequestException failure) =>
        failure.HttpRequestError == HttpRequestError.ProxyTunnelError
        && (failure.StatusCode == HttpStatusCode.ProxyAuthenticationRequired || failure.Message.Contains("'407'", StringComparison.Ordinal));

    private static int? StatusOf(HttpResponseMessage? response) => response is null ? null : (int)response.StatusCode;

    private static TimeSpan? RetryAfterOf(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? header?.Date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}

/// <summary>What one request came to.</summary>
/// <param name="WasSent">Whether it may have reached the host.</param>
/// <param name="Fault">What the proxy had to do with it when it did not.</param>
internal readonly record struct Exchanged(Outcome<HttpAnswer> Outcome, bool WasSent, ProxyFault Fault = ProxyFault.None);
