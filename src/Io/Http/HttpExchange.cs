using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Io.Http;

/// <summary>
/// One GET request within its limits: the response whatever its status, or the failure; and what the route can learn from it.
/// </summary>
/// <param name="line">The connections of the route.</param>
/// <param name="usedWeightHeader">Header in which the venue reports the weight used by our address; null where it does not.</param>
/// <param name="limits">The limits.</param>
/// <param name="time">The clock.</param>
internal sealed class HttpExchange(HttpLine line, string? usedWeightHeader, FetchLimits limits, TimeProvider time)
{
    private const string UserAgent = "OrderBookSilo/1.0";

    /// <summary>Whether it ended with a response or a failure; false when the caller cancelled it.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the request may have reached the host.</summary>
    public bool MayHaveArrived { get; private set; }

    /// <summary>The proxy's part in it when the request did not arrive.</summary>
    public ProxyFault Fault { get; private set; }

    /// <summary>The weight that the venue reports as used by our address; null when it reports none.</summary>
    public int? UsedWeight { get; private set; }

    /// <summary>How far the host's clock is ahead of ours by the date of its answer, to about a second; null without one.</summary>
    public TimeSpan? ClockAhead { get; private set; }

    /// <summary>Sends the request. Throws only when cancelled by the caller.</summary>
    public async Task<Outcome<HttpAnswer>> GetAsync(Uri url, TimeSpan timeMax, CancellationToken cancel)
    {
        MayHaveArrived = true;
        using var deadline = new Deadline(timeMax, time, cancel);
        HttpResponseMessage? response = null;
        var failuresBefore = line.ConnectFailures;
        try
        {
            using var request = RequestTo(url);
            response = await line.Invoker.SendAsync(request, deadline.Token).ConfigureAwait(false);
            ClockAhead = response.Headers.Date - time.GetUtcNow();
            if (line.IsProxied && response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
            {
                return NotSent(new PullFailure(FailureKind.Connection, "the proxy does not accept our credentials"), ProxyFault.Unusable);
            }

            return Answered(await ReadAsync(url, response, deadline.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (deadline.IsTimeUp)
        {
            return Failed(new PullFailure(FailureKind.Timeout, $"no complete answer within {timeMax.TotalSeconds:0.#} s", StatusOf(response)));
        }
        catch (OperationCanceledException) when (!deadline.IsStopped)
        {
            var failure = new PullFailure(FailureKind.Connection, $"no connection within {limits.ConnectTimeMax.TotalSeconds:0.#} s");
            return NotSent(failure, FaultOfProxy(failuresBefore, wasTunnelRefused: true));
        }
        catch (HttpRequestException error) when (response is null)
        {
            var failure = new PullFailure(FailureKind.Connection, $"{error.HttpRequestError.Text()}: {error.Message}");
            return IsConnected(error.HttpRequestError) ? Failed(failure) : NotSent(failure, FaultOfProxy(failuresBefore, error));
        }
        catch (Exception error) when (error is IOException or HttpRequestException or InvalidDataException or InvalidOperationException)
        {
            // The last one is how the Brotli decoder reports damaged input.
            return Failed(new PullFailure(FailureKind.BodyIncomplete, error.Message, StatusOf(response)));
        }
        finally
        {
            response?.Dispose();
        }
    }

    private Outcome<HttpAnswer> Answered(HttpAnswer answer)
    {
        HasEnded = true;
        UsedWeight = answer.UsedWeight;
        return answer;
    }

    private PullFailure Failed(PullFailure failure)
    {
        HasEnded = true;
        return failure;
    }

    private PullFailure NotSent(PullFailure failure, ProxyFault fault)
    {
        HasEnded = true;
        MayHaveArrived = false;
        Fault = fault;
        return failure;
    }

    private ProxyFault FaultOfProxy(long failuresBefore, HttpRequestException error) =>
        IsUnknownToProxy(error)
            ? ProxyFault.Unusable
            : FaultOfProxy(failuresBefore, error.HttpRequestError == HttpRequestError.ProxyTunnelError);

    private ProxyFault FaultOfProxy(long failuresBefore, bool wasTunnelRefused)
    {
        if (!line.IsProxied)
        {
            return ProxyFault.None;
        }

        if (line.ConnectFailures > failuresBefore)
        {
            return ProxyFault.Unusable;
        }

        return wasTunnelRefused ? ProxyFault.NoWay : ProxyFault.None;
    }

    private async Task<HttpAnswer> ReadAsync(Uri url, HttpResponseMessage response, CancellationToken cancel)
    {
        var bytesMax = response.IsSuccessStatusCode ? limits.BodyBytesMax : limits.RefusalBytesMax;
        var (body, isCut) = await BoundedBody.ReadAsync(response.Content, bytesMax, cancel).ConfigureAwait(false);
        var receivedAt = time.GetUtcNow();
        var retryAfter = RetryAfterOf(response.Headers.RetryAfter, receivedAt);
        return new HttpAnswer(url, receivedAt, (int)response.StatusCode, retryAfter, UsedWeightOf(response), response.Headers.Location, body, isCut);
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

    // Without a connection nothing was sent; with one, it is unknown how much of the request arrived.
    private static bool IsConnected(HttpRequestError error) =>
        error is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);

    // Only a failed tunnel's status tells which side is at fault, and only the message contains it; other statuses concern the
    // host behind it.
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
