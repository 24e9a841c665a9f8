using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Archives;

/// <summary>Callers who read the archive too slowly do not keep it from the others.</summary>
public sealed class SlowReaderTests : IAsyncLifetime
{
    private const string Books = "/api/archive/books?market=coinbase:BTC-USD&date=2023-03-20";
    private const int Levels = 12_000;
    private readonly TempDirectory directory = new TempDirectory().OpenToAll();
    private Simulator? venues;
    private SiloProcess? silo;

    public async Task InitializeAsync()
    {
        venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.02 });
        silo = await SiloProcess.StartAsync(
            ["--Data", directory["data"], "--Markets", "coinbase:ETH-USD", "--Limits:BytesPerSecond", "262144", .. VenueSettings.Of(venues)]);
        for (var hour = 0; hour < 24; hour++)
        {
            await ImportAsync(hour);
        }
    }

    public async Task DisposeAsync()
    {
        await silo!.DisposeAsync();
        await venues!.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task Neither_one_slow_caller_nor_two_keep_the_archive_from_another()
    {
        var keys = new[] { await NewKeyAsync("one"), await NewKeyAsync("two"), await NewKeyAsync("three") };
        using var stop = new CancellationTokenSource();
        var slow = new List<Task> { ReadSlowlyAsync(keys[0], stop.Token), ReadSlowlyAsync(keys[0], stop.Token) };

        await AssertAnswersAsync(keys[2], TimeSpan.FromSeconds(20));
        slow.Add(ReadSlowlyAsync(keys[1], stop.Token));
        await AssertAnswersAsync(keys[2], TimeSpan.FromSeconds(100));
        await stop.CancelAsync();
        await Task.WhenAll(slow);
    }

    [Fact]
    public async Task Listing_days_takes_a_place_like_the_other_work_on_the_archive()
    {
        var key = await NewKeyAsync("lister");
        using var stop = new CancellationTokenSource();
        var slow = ReadSlowlyAsync(key, stop.Token);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 60 && !statuses.Contains(HttpStatusCode.ServiceUnavailable); i++)
        {
            var asked = Enumerable.Range(0, 10).Select(_ => DaysStatusAsync(key)).ToList();
            statuses.Add(await await Task.WhenAny(asked));
        }

        Assert.Contains(HttpStatusCode.ServiceUnavailable, statuses);
        await stop.CancelAsync();
        await slow;
        Assert.Equal(HttpStatusCode.OK, await DaysStatusAsync(await NewKeyAsync("another")));
    }

    private async Task<HttpStatusCode> DaysStatusAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/archive/days?from=2023-03-20&to=2023-03-21") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        using var answer = await silo!.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task AssertAnswersAsync(string key, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        using var request = new HttpRequestMessage(HttpMethod.Get, Books) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        using var answer = await silo!.Http.SendAsync(request, deadline.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"books\":24", await answer.Content.ReadAsStringAsync(deadline.Token), StringComparison.Ordinal);
    }

    // 400 bytes a second, through a receive buffer that holds next to nothing; until the silo closes the connection.
    private async Task ReadSlowlyAsync(string key, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, new Uri(silo!.Url).Port, stop);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {Books} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n\r\n"), stop);
            var bytes = new byte[40];
            while (await socket.ReceiveAsync(bytes, stop) > 0)
            {
                await Task.Delay(100, stop);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Closed by the silo, or no longer needed.
        }
    }

    private async Task<string> NewKeyAsync(string name)
    {
        using var answer = await silo!.Http.PostAsync($"/api/keys/{name}?scope=read", null);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("key").GetString()!;
    }

    private async Task ImportAsync(int hour)
    {
        var bids = string.Join(',', Enumerable.Range(0, Levels).Select(i => string.Create(CultureInfo.InvariantCulture, $"[\"{27000 - (i * 0.01m)}\",\"1.23456789\",1]")));
        var body = $$"""{"bids":[{{bids}}],"asks":[["27960.01","1",1]],"sequence":{{hour + 1}},"auction_mode":false}""";
        var modified = string.Create(CultureInfo.InvariantCulture, $"2023-03-20T{hour:00}:10:00Z");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using var answer = await silo!.Http.PutAsync(
            $"/api/archive/dumps?path=2023-03-20/coinbase/BTC-USD/{hour}.json&modified={Uri.EscapeDataString(modified)}", content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
