using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Spooling;

/// <summary>
/// The format of a spool entry: a marker, the SHA-256 of everything after it, the header's length, the header as JSON, and for
/// a capture the gzip-compressed body. A torn or modified entry fails the hash check.
/// </summary>
public static class SpoolCodec
{
    private const int HashBytes = 32;
    private const int LengthBytes = 4;

    private static ReadOnlySpan<byte> Mark => "OBSPOOL1"u8;

    public static byte[] Encode(SpoolEntry entry)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(Header.Of(entry));
        var body = entry is SpooledCapture captured ? Compress(captured.Capture.Body.Span) : [];
        var hashed = Mark.Length + HashBytes;
        var bytes = new byte[hashed + LengthBytes + header.Length + body.Length];
        Mark.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(hashed), header.Length);
        header.CopyTo(bytes.AsSpan(hashed + LengthBytes));
        body.CopyTo(bytes.AsSpan(hashed + LengthBytes + header.Length));
        SHA256.HashData(bytes.AsSpan(hashed), bytes.AsSpan(Mark.Length));
        return bytes;
    }

    /// <summary>
    /// Decodes an entry; throws <see cref="InvalidDataException"/> with the reason when the bytes are not a complete one.
    /// </summary>
    public static SpoolEntry Decode(ReadOnlySpan<byte> bytes)
    {
        var hashed = Mark.Length + HashBytes;
        if (bytes.Length < hashed + LengthBytes || !bytes.StartsWith(Mark))
        {
            throw new InvalidDataException($"these {bytes.Length} bytes are not a complete spool entry");
        }

        if (!SHA256.HashData(bytes[hashed..]).AsSpan().SequenceEqual(bytes[Mark.Length..hashed]))
        {
            throw new InvalidDataException("the bytes do not match their hash: the entry is incomplete or was modified");
        }

        try
        {
            var headerLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[hashed..]);
            var header = JsonSerializer.Deserialize<Header>(bytes.Slice(hashed + LengthBytes, headerLength));
            return header!.ToEntry(bytes[(hashed + LengthBytes + headerLength)..].ToArray());
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or ArgumentException or NullReferenceException)
        {
            throw new InvalidDataException($"the entry is complete but cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private static byte[] Compress(ReadOnlySpan<byte> body)
    {
        using var compressed = new MemoryStream((body.Length / 3) + 64);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }

    private static byte[] Decompress(byte[] compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var body = new MemoryStream(compressed.Length * 4);
        gzip.CopyTo(body);
        return body.ToArray();
    }

    /// <summary>All of an entry except the body; fields of only one kind are null in the other.</summary>
    private sealed record Header(
        string Market,
        DateTimeOffset SlotStart,
        TimeSpan SlotLength,
        DateTimeOffset RequestedAt,
        DateTimeOffset EndedAt,
        string? Sha256,
        int? HttpStatus)
    {
        public string? Url { get; init; }

        public int AdapterVersion { get; init; }

        public string? Pair { get; init; }

        public bool IsBook { get; init; }

        /// <summary>The failure's kind; null in a capture.</summary>
        public string? Kind { get; init; }

        public string? Message { get; init; }

        public string? ArchiveKey { get; init; }

        public string? BodyHead { get; init; }

        public static Header Of(SpoolEntry entry) => entry switch
        {
            SpooledCapture { Capture: var capture } captured => new(
                capture.Market.ToString(), capture.Slot.Start, capture.Slot.Length, capture.RequestedAt, capture.ReceivedAt, capture.Sha256, capture.HttpStatus)
            {
                Url = capture.Url,
                AdapterVersion = capture.AdapterVersion,
                Pair = captured.Pair?.ToString(),
                IsBook = captured.IsBook,
            },
            SpooledFailure { Failed: var failed } => new(
                failed.Market.ToString(), failed.Slot.Start, failed.Slot.Length, failed.RequestedAt, failed.EndedAt, failed.Sha256, failed.Failure.HttpStatus)
            {
                Kind = failed.Failure.Kind.Text(),
                Message = failed.Failure.Message,
                ArchiveKey = failed.ArchiveKey,
                BodyHead = failed.BodyHead,
            },
            _ => throw new ArgumentException($"{entry.GetType().Name} is not a kind of entry", nameof(entry)),
        };

        public SpoolEntry ToEntry(byte[] body)
        {
            var market = Markets.Market.Parse(Market);
            var slot = Schedule.Slot.IsLength(SlotLength) ? Slot.Containing(SlotStart, SlotLength) : throw new FormatException($"{SlotLength} is not a slot");
            return Kind is null
                ? new SpooledCapture(
                    new Capture(market, slot, Decompress(body), Sha256!, RequestedAt, EndedAt, Url!, HttpStatus ?? 0, AdapterVersion), PairOf(Pair), IsBook)
                : new SpooledFailure(new FailedPull(market, slot, RequestedAt, EndedAt, FailureOf(Kind), Sha256, ArchiveKey, BodyHead));
        }

        private PullFailure FailureOf(string kind) =>
            SnakeCase.TryParse<FailureKind>(kind, out var known)
                ? new PullFailure(known, Message ?? "", HttpStatus)
                : throw new FormatException($"'{kind}' is not a kind of failure");

        private static Pair? PairOf(string? text) =>
            text?.Split('/') is [var baseAsset, var quoteAsset] ? new Pair(new Asset(baseAsset), new Asset(quoteAsset)) : null;
    }
}
