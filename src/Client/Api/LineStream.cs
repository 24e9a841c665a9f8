using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Api;

/// <summary>Reads an answer of JSON lines as it arrives, with one line in memory at a time.</summary>
internal sealed class LineStream(HttpSilo silo, HttpResponseMessage response, Stream? body) : IAsyncDisposable
{
    /// <summary>The message for an answer that ended early.</summary>
    public const string BrokenOff = "The silo's answer ended early. What was completed is kept; run the same command again to continue.";

    private const int LineBytesMax = 512 * 1024 * 1024;

    private readonly PipeReader? reader = body is null ? null : PipeReader.Create(body);
    private SequencePosition? behindLine;

    /// <summary>The answer when it is a refusal; null when there are lines to read.</summary>
    public async Task<Reply?> RefusalAsync(CancellationToken cancel) =>
        reader is null ? await silo.ReadAsync(token => HttpSilo.ReplyOfAsync(response, token), cancel) : null;

    /// <summary>
    /// The next line without its end, valid until the next call; empty at the end. Throws <see cref="SiloUnreachableException"/> when the
    /// answer ends early.
    /// </summary>
    public async Task<ReadOnlySequence<byte>> NextAsync(CancellationToken cancel)
    {
        if (behindLine is { } position)
        {
            reader!.AdvanceTo(position);
            behindLine = null;
        }

        while (true)
        {
            var read = await ReadAsync(cancel);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                behindLine = read.Buffer.GetPosition(1, end);
                return read.Buffer.Slice(0, end);
            }

            if (read.IsCompleted || read.Buffer.Length > LineBytesMax)
            {
                return ReadOnlySequence<byte>.Empty;
            }

            reader!.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async Task<ReadResult> ReadAsync(CancellationToken cancel)
    {
        try
        {
            return await silo.ReadAsync(token => reader!.ReadAsync(token).AsTask(), cancel);
        }
        catch (SiloUnreachableException)
        {
            throw new SiloUnreachableException(BrokenOff);
        }
    }

    /// <summary>Parses a line as one of our records; throws <see cref="SiloUnreachableException"/> when it has another format.</summary>
    public static T Read<T>(ReadOnlySequence<byte> line)
        where T : class
    {
        try
        {
            var json = new Utf8JsonReader(line);
            return JsonSerializer.Deserialize<T>(ref json, ApiJson.Options) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new SiloUnreachableException("The silo's answer has an unknown format; do the silo and this client have the same version?");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (reader is not null)
        {
            await reader.CompleteAsync();
        }

        response.Dispose();
    }
}
