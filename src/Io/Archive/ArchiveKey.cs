using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Archive;

/// <summary>
/// The key of a capture, the same in every archive; its names follow Hive's style, so that query engines can read the archive
/// as a table.
/// </summary>
/// <param name="SlotStart">UTC start of the capture's slot.</param>
/// <param name="HashHead">The first characters of the body's SHA-256 in hex.</param>
public sealed record ArchiveKey(Market Market, DateTimeOffset SlotStart, string HashHead)
{
    public const string Root = "raw/v1/";

    private const int HashHeadLength = 16;
    private const string Extension = ".json.gz";
    private const string CompactTime = "yyyyMMdd'T'HHmmss'Z'";

    public static ArchiveKey Of(Capture capture) =>
        new(capture.Market, capture.Slot.Start, capture.Sha256[..HashHeadLength]);

    /// <summary>The prefix of the keys of one slot.</summary>
    public static string PrefixOf(Market market, Slot slot) => $"{Folder(market, slot.Start)}/{slot.ToCompactText()}-";

    /// <summary>The prefix of the keys of a part of the archive, ending with a slash.</summary>
    public static string PrefixOf(ArchivePlace place) =>
        place is { Market: { } market, Day: { } day } ? $"{Root}{PartitionOf(market, day)}/"
        : place.Market is { } whole ? $"{MarketFolder(whole)}/"
        : place.Venue is { } venue ? $"{Root}venue={venue}/"
        : Root;

    /// <summary>Parses a key that <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ArchiveKey? key)
    {
        key = null;
        var parts = text.Split('/');
        if (parts.Length != 6
            || !parts[2].StartsWith("venue=", StringComparison.Ordinal)
            || !parts[3].StartsWith("product=", StringComparison.Ordinal)
            || !Market.TryCreate(parts[2][6..], PercentText.Decode(parts[3][8..]), out var market)
            || !TryReadName(parts[5], out var start, out var hashHead))
        {
            return false;
        }

        var candidate = new ArchiveKey(market, start, hashHead);
        key = candidate.ToString() == text ? candidate : null;
        return key is not null;
    }

    /// <summary>The entry of an object in an archive's listing.</summary>
    public static ArchiveEntry Entry(string key, long bytes) =>
        TryParse(key, out var parsed) ? new ArchiveEntry(key, parsed.Market, parsed.SlotStart, bytes) : new ArchiveEntry(key, null, default, bytes);

    public override string ToString() =>
        $"{Folder(Market, SlotStart)}/{SlotStart.UtcDateTime.ToString(CompactTime, CultureInfo.InvariantCulture)}-{HashHead}{Extension}";

    /// <summary>Folders of one market's day, in Hive's style and without the root.</summary>
    public static string PartitionOf(Market market, DateOnly day) =>
        $"{PartitionOf(market)}/date={day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    private static string PartitionOf(Market market) => $"venue={market.Venue}/product={PercentText.EncodeName(market.Product)}";

    private static string MarketFolder(Market market) => Root + PartitionOf(market);

    private static string Folder(Market market, DateTimeOffset start) => Root + PartitionOf(market, DateOnly.FromDateTime(start.UtcDateTime));

    private static bool TryReadName(string name, out DateTimeOffset start, out string hashHead)
    {
        hashHead = "";
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(name.AsSpan(0, Math.Max(dash, 0)), CompactTime, CultureInfo.InvariantCulture, Utc, out start)
            || name.Length != dash + 1 + HashHeadLength + Extension.Length)
        {
            return false;
        }

        hashHead = name.Substring(dash + 1, HashHeadLength);
        return hashHead.All(char.IsAsciiHexDigitLower);
    }
}
