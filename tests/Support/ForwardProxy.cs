using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrderBookSilo.Support;

/// <summary>A small HTTP proxy on loopback: absolute-form requests and CONNECT, with Basic authentication.</summary>
public sealed class ForwardProxy : IAsyncDisposable
{
    public const string User = "desk";

    /// <summary>Contains every character with a special meaning in an address.</summary>
    public const string Password = "hu:sh@/,%";

    private const int HeadBytesMax = 16 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly Task accepting;

    public ForwardProxy()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Name => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>The proxy as written in a setting.</summary>
    public string Setting => $"http://{User}:{Uri.EscapeDataString(Password)}@{Name}";

    /// <summary>First lines of the forwarded requests.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>Number of requests rejected for missing or wrong credentials.</summary>
    public int Unknown { get; private set; }

    /// <summary>
    /// The response to a request with this first line instead of forwarding it; null to forward it, empty for no response.
    /// </summary>
    public Func<string, string?> AnswerOf { get; set; } = _ => null;

    /// <summary>The same response for all requests.</summary>
    public string? Answer
    {
        set => AnswerOf = _ => value;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Stop();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var ours = client;
        try
        {
            var stream = client.GetStream();
            while (await ReadHeadAsync(stream) is { Length: > 0 } head)
            {
                if (!IsKnown(head))
                {
                    Unknown++;
                    await WriteAsync(stream, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
                    continue;
                }

                var line = head[..head.IndexOf('\r', StringComparison.Ordinal)];
                requests.Enqueue(line);
                var answer = AnswerOf(line);
                await (answer is null ? PassOnAsync(stream, head) : answer.Length > 0 ? WriteAsync(stream, answer) : Task.Delay(Timeout.Infinite, stop.Token));
                return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side closed the connection.
        }
    }

    private static bool IsKnown(string head) =>
        head.Contains($"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"))}\r\n", StringComparison.OrdinalIgnoreCase);

    private async Task PassOnAsync(NetworkStream client, string head)
    {
        var parts = head[..head.IndexOf('\r', StringComparison.Ordinal)].Split(' ');
        var isTunnel = parts[0] == "CONNECT";
        var target = new Uri(isTunnel ? $"http://{parts[1]}" : parts[1]);
        using var server = new TcpClient();
        await server.ConnectAsync(target.Host, target.Port, stop.Token);
        var onward = server.GetStream();
        if (isTunnel)
        {
            await WriteAsync(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            await Task.WhenAny(client.CopyToAsync(onward, stop.Token), onward.CopyToAsync(client, stop.Token));
            return;
        }

        var lines = head.Split("\r\n").Skip(1).Where(line => !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));
        await WriteAsync(onward, $"{parts[0]} {target.PathAndQuery} {parts[2]}\r\nConnection: close\r\n{string.Join("\r\n", lines)}");
        await onward.CopyToAsync(client, stop.Token);
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < HeadBytesMax && await stream.ReadAsync(one, stop.Token) == 1)
        {
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                return head.ToString();
            }
        }

        return "";
    }

    private async Task WriteAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), stop.Token);
}
