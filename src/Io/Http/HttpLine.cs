using System.Net;

namespace OrderBookSilo.Io.Http;

/// <summary>The connections from one egress address to one host.</summary>
internal sealed class HttpLine : IDisposable
{
    public HttpLine(Uri host, ProxyServer? proxy, FetchLimits limits)
    {
        Host = host;
        IsProxied = proxy is not null;
        Invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = IsProxied || !host.IsLoopback,
            Proxy = proxy?.ToWebProxy(),
            ConnectTimeout = limits.ConnectTimeMax,
            MaxConnectionsPerServer = limits.ConcurrentMax,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
    }

    public Uri Host { get; }

    public bool IsProxied { get; }

    public HttpMessageInvoker Invoker { get; }

    public void Dispose() => Invoker.Dispose();
}
