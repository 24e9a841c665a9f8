using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Io.Archive;

/// <summary>The metadata stored with a capture: an S3 object's user metadata, or the fields of <c>_NAME.meta.json</c>.</summary>
/// <param name="GzipSha256">
/// Lower-case hex of the SHA-256 of the compressed body as its writer made it, after the body had been hashed; null in
/// objects of earlier versions. Another writer of the same body may have produced different bytes.
/// </param>
internal sealed record ArchiveMetadata(
    Market Market,
    TimeSpan SlotLength,
    string Sha256,
    DateTimeOffset RequestedAt,
    DateTimeOffset ReceivedAt,
    string Url,
    int HttpStatus,
    int AdapterVersion,
    TimeSource TimeSource,
    string? GzipSha256)
{
    /// <summary>Only imported captures have this field.</summary>
    private const string TimeSourceName = "time-source";
    private const string GzipSha256Name = "gzip-sha256";

    /// <summary>SHA-256 of all the other fields; objects of earlier versions have none.</summary>
    private const string MetadataSha256Name = "metadata-sha256";

    private static readonly string[] Required =
        ["market", "slot-length", "sha256", "requested-at", "received-at", "url", "status", "adapter-version"];

    /// <summary>All required and optional fields.</summary>
    public static readonly string[] Names = [.. Required, TimeSourceName, GzipSha256Name, MetadataSha256Name];

    /// <summary>Whether the fields are those that were written; null when the writer recorded no hash of them.</summary>
    public bool? IsAsWritten { get; private init; }

    /// <summary>The metadata of a capture that is stored as these bytes.</summary>
    public static ArchiveMetadata Of(Capture capture, byte[] compressed) =>
        new(
            capture.Market,
            capture.Slot.Length,
            capture.Sha256,
            capture.RequestedAt,
            capture.ReceivedAt,
            capture.Url,
            capture.HttpStatus,
            capture.AdapterVersion,
            capture.TimeSource,
            ArchiveObject.Hash(capture.Body.Span) == capture.Sha256 ? ArchiveObject.Hash(compressed) : null);

    /// <summary>Parses what <see cref="ToFields"/> wrote; false when a field is missing or invalid.</summary>
    public static bool TryRead(IReadOnlyDictionary<string, string> fields, [NotNullWhen(true)] out ArchiveMetadata? metadata)
    {
        metadata = null;
        var values = Required.Select(name => fields.GetValueOrDefault(name)).OfType<string>().ToArray();
        var source = TimeSource.Received;
        if (values.Length != Required.Length
            || !Market.TryParse(values[0], out var market)
            || !TimeSpan.TryParseExact(values[1], "c", CultureInfo.InvariantCulture, out var slotLength)
            || !TryReadTime(values[3], out var requestedAt)
            || !TryReadTime(values[4], out var receivedAt)
            || !int.TryParse(values[6], CultureInfo.InvariantCulture, out var status)
            || !int.TryParse(values[7], CultureInfo.InvariantCulture, out var adapterVersion)
            || (fields.TryGetValue(TimeSourceName, out var named) && !SnakeCase.TryParse(named, out source)))
        {
            return false;
        }

        var gzipSha256 = fields.GetValueOrDefault(GzipSha256Name);
        metadata = new ArchiveMetadata(market, slotLength, values[2], requestedAt, receivedAt, values[5], status, adapterVersion, source, gzipSha256)
        {
            IsAsWritten = fields.TryGetValue(MetadataSha256Name, out var hash) ? hash == HashOf(fields) : null,
        };
        return true;
    }

    public Dictionary<string, string> ToFields()
    {
        string[] values =
        [
            Market.ToString(),
            SlotLength.ToString("c", CultureInfo.InvariantCulture),
            Sha256,
            RequestedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ReceivedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            Url,
            HttpStatus.ToString(CultureInfo.InvariantCulture),
            AdapterVersion.ToString(CultureInfo.InvariantCulture),
        ];
        var fields = Required.Zip(values).ToDictionary();
        if (TimeSource != TimeSource.Received)
        {
            fields[TimeSourceName] = TimeSource.Text();
        }

        if (GzipSha256 is { } gzipSha256)
        {
            fields[GzipSha256Name] = gzipSha256;
        }

        fields[MetadataSha256Name] = HashOf(fields);
        return fields;
    }

    /// <summary>The capture as it was stored: the stored times with that body.</summary>
    public Capture With(ReadOnlyMemory<byte> body, TimeSpan? slotLength) =>
        new(Market, Slot.Containing(ReceivedAt, slotLength ?? SlotLength), body, Sha256, RequestedAt, ReceivedAt, Url, HttpStatus, AdapterVersion)
        {
            TimeSource = TimeSource,
        };

    private static string HashOf(IReadOnlyDictionary<string, string> fields)
    {
        var lines = Names.Where(name => name != MetadataSha256Name && fields.ContainsKey(name)).Select(name => $"{name}={fields[name]}\n");
        return ArchiveObject.Hash(Encoding.UTF8.GetBytes(string.Concat(lines)));
    }

    private static bool TryReadTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
