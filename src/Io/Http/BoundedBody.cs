using System.Buffers;
using System.IO.Compression;

namespace OrderBookSilo.Io.Http;

/// <summary>Reads bodies with a limit on their decoded size, so that a small response cannot exhaust the memory.</summary>
internal static class BoundedBody
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Number of bytes kept of a body that is too long, enough to contain any message.</summary>
    private const int BeginningBytesMax = 64 * 1024;

    /// <summary>One more than any venue sends; each encoding costs memory before its content is known.</summary>
    private const int EncodingsMax = 2;

    public const string AcceptedEncodings = "gzip, br, deflate";

    /// <summary>
    /// The decoded body, or its beginning when it is too long; throws <see cref="InvalidDataException"/> when it cannot be
    /// decoded.
    /// </summary>
    public static async Task<(byte[] Body, bool IsCut)> ReadAsync(HttpContent content, int bytesMax, CancellationToken cancel)
    {
        await using var raw = await content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using var decoded = Decode(raw, content.Headers.ContentEncoding);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var length = 0;
        try
        {
            while (true)
            {
                if (length == bytesMax)
                {
                    var isCut = await decoded.ReadAsync(new byte[1], cancel).ConfigureAwait(false) > 0;
                    return (buffer.AsSpan(0, isCut ? Math.Min(length, BeginningBytesMax) : length).ToArray(), isCut);
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }

                var free = Math.Min(buffer.Length, bytesMax) - length;
                var read = await decoded.ReadAsync(buffer.AsMemory(length, free), cancel).ConfigureAwait(false);
                length += read;
                if (read == 0)
                {
                    return (buffer.AsSpan(0, length).ToArray(), false);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static Stream Decode(Stream raw, ICollection<string> encodings)
    {
        if (encodings.Count > EncodingsMax)
        {
            throw new InvalidDataException($"{encodings.Count} content-encodings, one inside the other");
        }

        var decoded = raw;
        foreach (var encoding in encodings.Reverse())
        {
            decoded = encoding.ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GZipStream(decoded, CompressionMode.Decompress),
                "br" => new BrotliStream(decoded, CompressionMode.Decompress),
                "deflate" => new ZLibStream(decoded, CompressionMode.Decompress),
                "identity" => decoded,
                _ => throw new InvalidDataException($"content-encoding '{encoding}' was not asked for"),
            };
        }

        return decoded;
    }
}
