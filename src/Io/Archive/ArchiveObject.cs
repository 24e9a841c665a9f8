using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Archive;

/// <summary>The format of an archived object: compressed bytes and metadata, checked against each other and against the key.</summary>
internal static class ArchiveObject
{
    /// <summary>Maximum decompressed size of an object; larger than any fetched body.</summary>
    public const int BodyBytesMax = 256 * 1024 * 1024;

    /// <summary>Size of the trailer that contains the body's length.</summary>
    public const int SizeBytes = 4;

    /// <summary>The highest compression ratio of deflate.</summary>
    private const int RatioMax = 1032;

    /// <summary>Deterministic: the gzip header contains neither a time nor a name.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> body)
    {
        using var compressed = new MemoryStream(body.Length / 3);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }

    /// <summary>Decodes the capture, or throws an <see cref="InvalidDataException"/> that contains the key.</summary>
    public static ArchivedCapture Open(string key, ArchiveMetadata metadata, ArraySegment<byte> compressed, TimeSpan? slotLength, RentedBytes? buffer)
    {
        CheckBelongs(key, metadata);
        var body = Decompress(key, compressed, buffer);

        // If the compressed bytes have the writer's hash, the body is the right one; there are fewer of them to hash.
        var sha256 = buffer is not null && Hash(compressed) == metadata.GzipSha256 ? metadata.Sha256 : Hash(body.Span);
        return sha256 == metadata.Sha256
            ? new ArchivedCapture(key, metadata.With(body, slotLength)) { IsAsWritten = buffer is null ? IsAsWritten(metadata, compressed, body) : null }
            : throw new InvalidDataException($"{key}: the bytes have SHA-256 {sha256}, the metadata say {metadata.Sha256}");
    }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>
    /// The body's length from the end of an object; null when that is too short. gzip stores it modulo 2^32, and no body is
    /// that long.
    /// </summary>
    public static long? ReadSize(ReadOnlySpan<byte> end) => end.Length < SizeBytes ? null : BinaryPrimitives.ReadUInt32LittleEndian(end[^SizeBytes..]);

    /// <summary>The capture just pulled, with the times under which the same body was stored earlier.</summary>
    public static ArchivedCapture Reuse(string key, ArchiveMetadata stored, Capture capture)
    {
        CheckBelongs(key, stored);
        return stored.Market == capture.Market && stored.Sha256 == capture.Sha256
            ? new ArchivedCapture(key, stored.With(capture.Body, capture.Slot.Length))
            : throw new InvalidDataException($"{key} holds {stored.Market} with SHA-256 {stored.Sha256}");
    }

    // Two writers of one body, of different versions, may have left the bytes of one and the metadata of the other.
    private static bool? IsAsWritten(ArchiveMetadata metadata, ReadOnlySpan<byte> compressed, ReadOnlyMemory<byte> body) =>
        metadata is { GzipSha256: { } sha256, IsAsWritten: true } ? Hash(compressed) == sha256 || compressed.SequenceEqual(Compress(body.Span)) : null;

    private static void CheckBelongs(string key, ArchiveMetadata metadata)
    {
        if (metadata.IsAsWritten == false)
        {
            throw new InvalidDataException($"{key}: its metadata are not those that were written");
        }

        if (!ArchiveKey.TryParse(key, out var parsed)
            || parsed.Market != metadata.Market
            || !metadata.Sha256.StartsWith(parsed.HashHead, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{key}: its metadata belong to {metadata.Market} with SHA-256 {metadata.Sha256}");
        }
    }

    // The length that an object declares may be wrong, so no more memory is allocated than the object can fill.
    private static ReadOnlyMemory<byte> Decompress(string key, ArraySegment<byte> compressed, RentedBytes? buffer)
    {
        try
        {
            var said = ReadSize(compressed) ?? 0;
            using var gzip = new GZipStream(new MemoryStream(compressed.Array!, compressed.Offset, compressed.Count), CompressionMode.Decompress);
            var bytesMax = (int)Math.Min(said, Math.Min(compressed.Count * (long)RatioMax, BodyBytesMax)) + 1;
            Memory<byte> body = buffer?.Take(bytesMax) ?? GC.AllocateUninitializedArray<byte>(bytesMax);
            var length = gzip.ReadAtLeast(body.Span, bytesMax, throwOnEndOfStream: false);
            return length > BodyBytesMax ? throw new InvalidDataException($"more than {BodyBytesMax} bytes decompressed")
                : length > said ? throw new InvalidDataException($"it is longer than the {said} bytes that it declares")
                : length < said ? throw new InvalidDataException($"it is truncated: it has only {length} bytes of its body")
                : body[..length];
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            // The bytes are read from memory, so any error is an error in the data.
            throw new InvalidDataException($"{key}: {damage.Message}", damage);
        }
    }
}
