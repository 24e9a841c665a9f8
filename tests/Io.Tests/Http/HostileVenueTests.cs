using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Io.Http;
using Xunit.Abstractions;

namespace OrderBookSilo.Io.Tests.Http;

/// <summary>A malicious venue on a real socket: the result is a typed failure in time, and memory stays bounded.</summary>
[Collection(Alone)]
public sealed class HostileVenueTests(ITestOutputHelper output)
{
    private const string Alone = "alone, because memory is measured";

    private const int Mib = 1024 * 1024;
    private const long Gib = 1024L * Mib;

    /// <summary>Memory for one attempt: the largest body read, half of it again while its buffer grows, and some for the route.</summary>
    private const long PeakMax = 192 * Mib;

    private static readonly byte[] Levels = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("[\"1.00\",\"1.00\",1],", 60_000)));

    [Fact]
    public Task A_body_of_a_gigabyte_is_too_large() =>
        FailsAsync(FailureKind.BodyTooLarge, (stream, cancel) => SendAsync(stream, $"Content-Length: {Gib}", Gib, cancel));

    [Fact]
    public Task A_body_that_never_ends_is_too_large() =>
        FailsAsync(FailureKind.BodyTooLarge, (stream, cancel) => SendAsync(stream, "Connection: close", long.MaxValue, cancel));

    [Theory]
    [InlineData("gzip", 1)]
    [InlineData("gzip, gzip", 2)]
    public async Task A_decompression_bomb_is_too_large_even_when_nested(string encoding, int layers)
    {
        var bomb = Bomb(layers);
        await FailsAsync(FailureKind.BodyTooLarge, (stream, cancel) => SendAsync(stream, $"Content-Encoding: {encoding}\r\nContent-Length: {bomb.Length}", bomb, cancel));
    }

    [Fact]
    public async Task A_bomb_with_an_undeclared_second_layer_is_a_small_body_that_is_not_a_book()
    {
        var bomb = Bomb(2);
        await using var venue = await RawVenue.StartAsync(
            (stream, cancel) => SendAsync(stream, $"Content-Encoding: gzip\r\nContent-Length: {bomb.Length}", bomb, cancel));
        using var fetcher = venue.Fetcher();

        var capture = (await FetchAsync(fetcher)).Outcome.Value;

        Assert.InRange(capture.Body.Length, 1, 4 * Mib);
    }

    [Fact]
    public async Task More_encodings_than_supported_are_rejected_without_decoding()
    {
        var layers = string.Join(", ", Enumerable.Repeat("gzip", 1_000));
        var failure = await FailsAsync(
            FailureKind.BodyIncomplete, (stream, cancel) => SendAsync(stream, $"Content-Encoding: {layers}\r\nContent-Length: 9", Levels.AsMemory(0, 9), cancel));

        Assert.Contains("1000 content-encodings", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX: ")]
    public Task A_response_that_arrives_byte_by_byte_ends_at_the_time_limit(string text) =>
        FailsAsync(FailureKind.Timeout, (stream, cancel) => TrickleAsync(stream, text, cancel), new FetchLimits { RequestTimeMax = TimeSpan.FromSeconds(1) });

    [Fact]
    public Task A_book_that_arrives_byte_by_byte_ends_at_the_time_limit() =>
        FailsAsync(
            FailureKind.Timeout,
            async (stream, cancel) =>
            {
                await SendHeadAsync(stream, "Content-Length: 1000000", cancel);
                await TrickleAsync(stream, "{\"bids\":[", cancel);
            },
            new FetchLimits { RequestTimeMax = TimeSpan.FromSeconds(1) });

    [Theory]
    [InlineData("Content-Length: 100", FailureKind.BodyIncomplete)]
    [InlineData("Content-Length: 9223372036854775807", FailureKind.BodyIncomplete)]
    [InlineData("Content-Length: 5", null)]
    [InlineData("Content-Length: -1", null)]
    [InlineData("Content-Length: 99999999999999999999", null)]
    [InlineData("Content-Length: 9\r\nContent-Length: 8", null)]
    [InlineData("Transfer-Encoding: chunked", FailureKind.BodyIncomplete)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 9", FailureKind.BodyIncomplete)]
    [InlineData("Content-Encoding: gzip\r\nContent-Length: 9", FailureKind.BodyIncomplete)]
    [InlineData("Content-Encoding: br\r\nContent-Length: 9", FailureKind.BodyIncomplete)]
    [InlineData("Content-Encoding: deflate\r\nContent-Length: 9", FailureKind.BodyIncomplete)]
    [InlineData("Content-Encoding: zstd\r\nContent-Length: 9", FailureKind.BodyIncomplete)]
    public async Task A_wrong_length_or_encoding_ends_in_a_failure_or_in_the_received_bytes(string header, FailureKind? kind)
    {
        await using var venue = await RawVenue.StartAsync((stream, cancel) => SendAsync(stream, header + "\r\nConnection: close", "{\"bids\":}"u8.ToArray(), cancel));
        using var fetcher = venue.Fetcher();

        var outcome = (await FetchAsync(fetcher)).Outcome;

        Assert.True(kind is null || outcome.Failure?.Kind == kind, $"{outcome.Failure}");
        Assert.True(outcome.Failure is not null || outcome.Value.Body.Length <= 9);
    }

    [Theory]
    [InlineData(100_000, 20)]
    [InlineData(1, 10_000_000)]
    public Task Too_many_or_too_large_headers_are_a_failure(int count, int length) =>
        FailsAsync(
            FailureKind.Connection,
            async (stream, cancel) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancel);
                for (var i = 0; i < count; i++)
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-{i}: {new string('a', length)}\r\n"), cancel);
                }
            });

    [Theory]
    [InlineData("garbage\r\n\r\n")]
    [InlineData("HTTP/9.9 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 99999 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("")]
    public async Task Invalid_http_is_a_connection_failure(string answer)
    {
        await using var venue = await RawVenue.StartAsync(answer);
        using var fetcher = venue.Fetcher();

        Assert.Equal(FailureKind.Connection, (await FetchAsync(fetcher)).Outcome.Failure?.Kind);
    }

    [Fact]
    public async Task A_refusal_of_a_gigabyte_is_read_only_up_to_the_limit() =>
        await FailsAsync(FailureKind.ServerError, async (stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 500 Oh\r\nConnection: close\r\n\r\n"u8.ToArray(), cancel);
            await SendBodyAsync(stream, Gib, cancel);
        });

    private async Task<PullFailure> FailsAsync(FailureKind kind, Func<Stream, CancellationToken, Task> answer, FetchLimits? limits = null)
    {
        await using var venue = await RawVenue.StartAsync(answer);
        using var fetcher = venue.Fetcher(limits);
        using var watch = new MemoryWatch();
        var startedAt = Stopwatch.GetTimestamp();

        var failure = (await FetchAsync(fetcher)).Outcome.Failure;

        output.WriteLine($"{failure}: {watch.Growth / Mib} MiB more, {Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds:0} ms");
        Assert.Equal(kind, failure?.Kind);
        Assert.InRange(watch.Growth, long.MinValue, PeakMax);
        Assert.True(Stopwatch.GetElapsedTime(startedAt) < new FetchLimits().AttemptTimeMax + TimeSpan.FromSeconds(5));
        return failure!;
    }

    private static Task<Fetched<Capture>> FetchAsync(BookFetcher fetcher) =>
        fetcher.FetchBookAsync(FetchSetup.Coinbase, TimeSpan.FromHours(1), RequestPriority.First, CancellationToken.None);

    private static Task SendHeadAsync(Stream stream, string headers, CancellationToken cancel) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{headers}\r\n\r\n"), cancel).AsTask();

    private static async Task SendAsync(Stream stream, string headers, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        await SendHeadAsync(stream, headers, cancel);
        await stream.WriteAsync(body, cancel);
    }

    private static async Task SendAsync(Stream stream, string headers, long length, CancellationToken cancel)
    {
        await SendHeadAsync(stream, headers, cancel);
        await stream.WriteAsync("{\"bids\":["u8.ToArray(), cancel);
        await SendBodyAsync(stream, length, cancel);
    }

    private static async Task SendBodyAsync(Stream stream, long length, CancellationToken cancel)
    {
        for (var sent = 0L; sent < length; sent += Levels.Length)
        {
            await stream.WriteAsync(Levels, cancel);
        }
    }

    private static async Task TrickleAsync(Stream stream, string text, CancellationToken cancel)
    {
        for (var i = 0; ; i++)
        {
            await stream.WriteAsync(new[] { (byte)(i < text.Length ? text[i] : 'x') }, cancel);
            await stream.FlushAsync(cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancel);
        }
    }

    /// <summary>A gigabyte of zeros, compressed this many times.</summary>
    private static byte[] Bomb(int layers)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[Mib];
            for (var i = 0; i < 1024; i++)
            {
                gzip.Write(zeros);
            }
        }

        var bomb = packed.ToArray();
        for (var layer = 1; layer < layers; layer++)
        {
            using var again = new MemoryStream();
            using (var gzip = new GZipStream(again, CompressionLevel.Optimal, leaveOpen: true))
            {
                gzip.Write(bomb);
            }

            bomb = again.ToArray();
        }

        return bomb;
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class Definition;
}
