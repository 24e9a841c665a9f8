using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Api;

internal sealed class HttpSilo : ILiveSilo
{
    private const int TimeoutSeconds = 100;
    private static readonly TimeSpan UploadTimeMax = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ContinueTimeMax = TimeSpan.FromSeconds(5);
    private readonly HttpClient http;
    private readonly SiloUrl address;
    private volatile bool isCertificateRefused;

    public HttpSilo(SiloUrl address)
    {
        this.address = address;

        // A redirect could leak the key, and a proxy cannot reach this machine's loopback.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !address.Url.IsLoopback, Expect100ContinueTimeout = ContinueTimeMax };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) => !(isCertificateRefused = errors != SslPolicyErrors.None);
        if (address.Authorities is { } authorities)
        {
            // A private CA usually has no revocation service.
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        http = new HttpClient(handler) { BaseAddress = address.Url, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (address.ApiKey is { } key)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public Task<Answer<T>> AskAsync<T>(Func<ILiveMarkets, Task<Answer<T>>> question, CancellationToken cancel)
        where T : class => question(new HttpLiveMarkets(this));

    /// <summary>Sends a request and returns the answer as received; throws <see cref="SiloUnreachableException"/> when none comes.</summary>
    /// <param name="path">Path below the API's root, percent-encoded.</param>
    public Task<Reply> SendAsync(HttpMethod method, string path, CancellationToken cancel) =>
        GuardAsync(TimeSpan.FromSeconds(TimeoutSeconds), token => ExchangeAsync(new HttpRequestMessage(method, path), token), cancel);

    /// <summary>Sends a file; a refusal by name or length comes before the bytes are sent.</summary>
    public Task<Reply> SendFileAsync(HttpMethod method, string path, Stream file, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(method, path) { Content = new StreamContent(file) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Headers.ExpectContinue = true;
        return GuardAsync(UploadTimeMax, token => ExchangeAsync(request, token), cancel);
    }

    /// <summary>Requests an answer of JSON lines, of any length.</summary>
    public Task<LineStream> OpenLinesAsync(string path, CancellationToken cancel) => GuardAsync(
        TimeSpan.FromSeconds(TimeoutSeconds),
        async token =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            return new LineStream(this, response, response.IsSuccessStatusCode ? await response.Content.ReadAsStreamAsync(token) : null);
        },
        cancel);

    /// <summary>Reads a part of such an answer; a timeout counts as no answer.</summary>
    internal Task<T> ReadAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancel) =>
        GuardAsync(TimeSpan.FromSeconds(TimeoutSeconds), read, cancel);

    private async Task<Reply> ExchangeAsync(HttpRequestMessage message, CancellationToken cancel)
    {
        using var request = message;
        using var response = await http.SendAsync(request, cancel);
        return await ReplyOfAsync(response, cancel);
    }

    internal static async Task<Reply> ReplyOfAsync(HttpResponseMessage response, CancellationToken cancel) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        await response.Content.ReadAsByteArrayAsync(cancel),
        (int?)response.Headers.Age?.TotalSeconds);

    private async Task<T> GuardAsync<T>(TimeSpan timeMax, Func<CancellationToken, Task<T>> ask, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(timeMax);
        try
        {
            return await ask(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new SiloUnreachableException($"The silo at {address} did not answer within {timeMax.TotalSeconds} s.");
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new SiloUnreachableException(isCertificateRefused
                ? $"The certificate of {address} is not trusted for that name; use --ca-file to name the CA that signed it."
                : $"The server at {address} does not speak TLS; is it http?");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new SiloUnreachableException($"No silo answers at {address}; start one with ./orderbook up, or name another with --url.");
        }
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }
}
