namespace OrderBookSilo.Core.Archives;

/// <summary>Adds objects up.</summary>
public sealed class ArchiveTotals(DateTimeOffset now)
{
    /// <summary>Growth is measured over the slots of this time.</summary>
    public static readonly TimeSpan GrowthTime = TimeSpan.FromDays(7);

    private long recentBytes;
    private bool lacksBodyBytes;
    private long bodyBytes;

    public long Objects { get; private set; }

    /// <summary>gzip'd, without metadata.</summary>
    public long StoredBytes { get; private set; }

    /// <summary>Of the bodies, inflated; null when that of one of them is not known.</summary>
    public long? BodyBytes => lacksBodyBytes ? null : bodyBytes;

    public DateTimeOffset? FirstSlot { get; private set; }

    public DateTimeOffset? LastSlot { get; private set; }

    /// <summary>Stored bytes of the slots of the last <see cref="GrowthTime"/> by the days of it since the first slot, one at least; 0 without slots.</summary>
    public double StoredBytesPerDay => FirstSlot is { } first ? recentBytes / Math.Clamp((now - first).TotalDays, 1, GrowthTime.TotalDays) : 0;

    public void Add(ScannedObject scanned)
    {
        var entry = scanned.Entry;
        Objects++;
        StoredBytes += entry.Bytes;
        bodyBytes += scanned.BodyBytes ?? 0;
        lacksBodyBytes |= scanned.BodyBytes is null;
        FirstSlot = FirstSlot < entry.SlotStart ? FirstSlot : entry.SlotStart;
        LastSlot = LastSlot > entry.SlotStart ? LastSlot : entry.SlotStart;
        recentBytes += entry.SlotStart > now - GrowthTime ? entry.Bytes : 0;
    }
}
