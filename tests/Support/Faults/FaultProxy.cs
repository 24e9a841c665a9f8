using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OrderBookSilo.Support.Faults;

/// <summary>
/// A TCP proxy on loopback that misbehaves on demand: traffic stalls, is reset or trickles, in both directions. Data held back
/// by a stall is delivered when it ends, even if its sender is gone by then, as on a real network.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly EndPoint target;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<Link, bool> links = new();
    private readonly Task accepting;
    private volatile Conduct conduct = new(Way.Pass, default);

    /// <param name="target">The destination of connections: an address, or a Unix socket.</param>
    public FaultProxy(EndPoint target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    private enum Way
    {
        Pass,
        Stall,
        Reset,
        Trickle,
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Name => $"127.0.0.1:{Port}";

    /// <summary>Forwards everything again.</summary>
    public void Pass() => Change(Way.Pass);

    /// <summary>Accepts connections and keeps them open, but forwards nothing.</summary>
    public void Stall() => Change(Way.Stall);

    /// <summary>Resets every connection, including new ones.</summary>
    public void Reset()
    {
        Change(Way.Reset);
        foreach (var link in links.Keys)
        {
            link.Reset();
        }
    }

    /// <summary>Forwards one byte per period.</summary>
    public void Trickle(TimeSpan period) => Change(Way.Trickle, period);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        Reset();
        await accepting;
        listener.Stop();
        stop.Dispose();
    }

    private void Change(Way way, TimeSpan period = default)
    {
        var before = conduct;
        conduct = new Conduct(way, period);
        before.End();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptSocketAsync(stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var isPath = target is UnixDomainSocketEndPoint;
        using var link = new Link(client, new Socket(target.AddressFamily, SocketType.Stream, isPath ? ProtocolType.Unspecified : ProtocolType.Tcp));
        links[link] = true;
        try
        {
            if (conduct.Way != Way.Reset)
            {
                await link.Server.ConnectAsync(target, stop.Token);
                await Task.WhenAll(PumpAsync(link, link.Client, link.Server), PumpAsync(link, link.Server, link.Client));
            }
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone or was never reachable; the other is told.
        }
        finally
        {
            links.TryRemove(link, out _);
            link.Reset();
        }
    }

    private async Task PumpAsync(Link link, Socket from, Socket to)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            int count;
            while ((count = await from.ReceiveAsync(buffer, SocketFlags.None, stop.Token)) > 0)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await SendAsync(to, buffer.AsMemory(sent, count - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            // When one side resets a connection, the other must see it too, because it may be waiting while holding a lock.
            link.Reset();
            throw;
        }
    }

    private async Task<int> SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        var now = conduct;
        switch (now.Way)
        {
            case Way.Stall:
                await now.Ended.WaitAsync(stop.Token);
                return 0;
            case Way.Trickle:
                await Task.WhenAny(now.Ended, Task.Delay(now.Period, stop.Token));
                return await to.SendAsync(bytes[..1], SocketFlags.None, stop.Token);
            case Way.Reset:
                throw new SocketException((int)SocketError.ConnectionReset);
            default:
                return await to.SendAsync(bytes, SocketFlags.None, stop.Token);
        }
    }

    private sealed record Conduct(Way Way, TimeSpan Period)
    {
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => ended.Task;

        public void End() => ended.TrySetResult();
    }

    private sealed record Link(Socket Client, Socket Server) : IDisposable
    {
        // Closing a socket without lingering sends RST.
        public void Reset()
        {
            Client.Close(0);
            Server.Close(0);
        }

        public void Dispose() => Reset();
    }
}
