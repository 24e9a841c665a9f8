using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Archive;

/// <summary>The form of one archived object: gzip'd bytes and metadata, checked against each other and against the key.</summary>
internal static class ArchiveObject
{
    /// <summary>Inflated bytes of an object that are read at most; more than a fetched body may ever have.</summary>
    public const int BodyBytesMax = 256 * 1024 * 1024;

    /// <summary>Bytes at the end of an object that say how long its body is.</summary>
    public const int SizeBytes = 4;

    /// <summary>Deflate makes of one byte no more than so many.</summary>
    private const int RatioMax = 1032;

    /// <summary>The same bytes for the same body: the gzip header carries no time and no name.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> body)
    {
        using var compressed = new MemoryStream(body.Length / 3);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }

    /// <summary>The capture that these bytes are, or <see cref="InvalidDataException"/> naming the key.</summary>
    public static ArchivedCapture Open(string key, ArchiveMetadata metadata, ArraySegment<byte> compressed, TimeSpan? slotLength, RentedBytes? buffer)
    {
        CheckBelongs(key, metadata);
        var body = Decompress(key, compressed, buffer);

        // Just the bytes that were made of the right body, which are fewer to hash.
        var sha256 = buffer is not null && Hash(compressed) == metadata.GzipSha256 ? metadata.Sha256 : Hash(body.Span);
        return sha256 == metadata.Sha256
            ? new ArchivedCapture(key, metadata.With(body, slotLength))
            : throw new InvalidDataException($"{key}: the bytes have SHA-256 {sha256}, stored was {metadata.Sha256}");
    }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The length of the body from the end of an object; null when that is too short. gzip says it modulo 2^32, and no body is that long.</summary>
    public static long? ReadSize(ReadOnlySpan<byte> end) => end.Length < SizeBytes ? null : BinaryPrimitives.ReadUInt32LittleEndian(end[^SizeBytes..]);

    /// <summary>The capture just pulled with the times of the same body stored earlier.</summary>
    public static ArchivedCapture Reuse(string key, ArchiveMetadata stored, Capture capture)
    {
        CheckBelongs(key, stored);
        return stored.Market == capture.Market && stored.Sha256 == capture.Sha256
            ? new ArchivedCapture(key, stored.With(capture.Body, capture.Slot.Length))
            : throw new InvalidDataException($"{key} holds {stored.Market} with SHA-256 {stored.Sha256}");
    }

    private static void CheckBelongs(string key, ArchiveMetadata metadata)
    {
        if (!ArchiveKey.TryParse(key, out var parsed)
            || parsed.Market != metadata.Market
            || !metadata.Sha256.StartsWith(parsed.HashHead, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{key}: the metadata beside it is of {metadata.Market} with SHA-256 {metadata.Sha256}");
        }
    }

    // The length that an object says need not be true: no more memory is taken for it than the object can fill.
    private static ReadOnlyMemory<byte> Decompress(string key, ArraySegment<byte> compressed, RentedBytes? buffer)
    {
        try
        {
            var said = ReadSize(compressed) ?? 0;
            using var gzip = new GZipStream(new MemoryStream(compressed.Array!, compressed.Offset, compressed.Count), CompressionMode.Decompress);
            var bytesMax = (int)Math.Min(said, Math.Min(compressed.Count * (long)RatioMax, BodyBytesMax)) + 1;
            Memory<byte> body = buffer?.Take(bytesMax) ?? GC.AllocateUninitializedArray<byte>(bytesMax);
            var length = gzip.ReadAtLeast(body.Span, bytesMax, throwOnEndOfStream: false);
            return length > BodyBytesMax ? throw new InvalidDataException($"more than {BodyBytesMax} bytes inflated")
                : length > said ? throw new InvalidDataException($"it is longer than the {said} bytes that it says")
                : length < said ? throw new InvalidDataException($"it is broken off: {length} bytes of its body are there")
                : body[..length];
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            // Bytes in memory are read: whatever is wrong is wrong with them.
            throw new InvalidDataException($"{key}: {damage.Message}", damage);
        }
    }
}
