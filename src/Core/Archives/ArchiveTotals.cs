namespace OrderBookSilo.Core.Archives;

/// <summary>Accumulates totals over archived objects.</summary>
public sealed class ArchiveTotals(DateTimeOffset now)
{
    /// <summary>Growth is measured over the slots of this period.</summary>
    public static readonly TimeSpan GrowthTime = TimeSpan.FromDays(7);

    private long recentBytes;
    private bool lacksBodyBytes;
    private long bodyBytes;

    public long Objects { get; private set; }

    /// <summary>Compressed size, without metadata.</summary>
    public long StoredBytes { get; private set; }

    /// <summary>Decompressed size of the bodies; null when the size of any of them is unknown.</summary>
    public long? BodyBytes => lacksBodyBytes ? null : bodyBytes;

    public DateTimeOffset? FirstSlot { get; private set; }

    public DateTimeOffset? LastSlot { get; private set; }

    /// <summary>
    /// Stored bytes of the slots within the last <see cref="GrowthTime"/>, divided by the days since the first slot (at least
    /// 1, at most that period); 0 without slots.
    /// </summary>
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
