using System.Net;
using System.Net.Sockets;

namespace OrderBookSilo.Io.Http;

/// <summary>The connections from one egress address to one host.</summary>
internal sealed class HttpLine : IDisposable
{
    private long connectFailures;

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
            ConnectCallback = ConnectAsync,
            MaxConnectionsPerServer = limits.ConcurrentMax,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
    }

    public Uri Host { get; }

    public bool IsProxied { get; }

    public HttpMessageInvoker Invoker { get; }

    /// <summary>How often a connection failed: to the proxy where there is one, otherwise to the host.</summary>
    public long ConnectFailures => Interlocked.Read(ref connectFailures);

    public void Dispose() => Invoker.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            Interlocked.Increment(ref connectFailures);
            socket.Dispose();
            throw;
        }
    }
}
