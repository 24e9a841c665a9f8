using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using OrderBookSilo.Client.Answers;

namespace OrderBookSilo.Client.Asking;

/// <summary>A silo by its URL.</summary>
internal sealed class HttpSilo : ISilo
{
    private const int TimeoutSeconds = 100;
    private readonly HttpClient http;
    private readonly SiloAddress address;

    public HttpSilo(SiloAddress address)
    {
        this.address = address;

        // A redirect could lead the key elsewhere, and a proxy cannot know this machine's loopback.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !address.Url.IsLoopback };
        if (address.Authorities is { } authorities)
        {
            // A private CA mostly has nobody to ask for revocations.
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        http = new HttpClient(handler) { BaseAddress = address.Url, Timeout = TimeSpan.FromSeconds(TimeoutSeconds) };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (address.ApiKey is { } key)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await http.SendAsync(request, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            return new Reply((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new SiloUnreachableException($"The silo at {address} gave no answer within {TimeoutSeconds} s.");
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new SiloUnreachableException(e.InnerException is AuthenticationException
                ? $"The certificate of {address} is not trusted for that name; --ca-file names the CA that signed it."
                : $"What answers at {address} does not speak TLS; is it http?");
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
