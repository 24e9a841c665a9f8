using System.Net;
using System.Net.Sockets;
using System.Text;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Io.Http;

namespace OrderBookSilo.Io.Tests.Http;

/// <summary>A venue that responds with the bytes chosen by a test, whether they are HTTP or not.</summary>
internal sealed class RawVenue : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Stream, CancellationToken, Task> answer;
    private readonly List<Task> serving = [];
    private readonly Task accepting;
    private int requests;

    private RawVenue(Func<Stream, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Requests => requests;

    public static Task<RawVenue> StartAsync(string answer) =>
        StartAsync((stream, cancel) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer), cancel).AsTask());

    public static Task<RawVenue> StartAsync(Func<Stream, CancellationToken, Task> answer) => Task.FromResult(new RawVenue(answer));

    public BookFetcher Fetcher(FetchLimits? limits = null, TimeProvider? time = null)
    {
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        return new BookFetcher(
            VenueCatalog.All,
            new FetchOptions
            {
                Limits = limits ?? new FetchLimits(),
                Venues = VenueCatalog.All.ToDictionary(venue => venue.Code, _ => new VenueFetchOptions { BaseAddress = address }),
            },
            time ?? TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Stop();
        await Task.WhenAll(serving);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
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
            using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
            while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 })
            {
            }

            Interlocked.Increment(ref requests);
            await answer(stream, stop.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The other side closed the connection.
        }
    }
}
