using System.Text;

namespace OrderBookSilo.Core.Schedule;

/// <summary>When a market's slots are pulled: pure arithmetic on instants with the same result on every silo.</summary>
/// <param name="SlotLength">One of the lengths that divide a day.</param>
/// <param name="Spread">First attempts of different assets are spread over this part of a slot.</param>
public sealed record SlotSchedule(TimeSpan SlotLength, TimeSpan Spread)
{
    private const int ChecksPerSlot = 12;
    private const int SpreadsPerSlot = 30;
    private static readonly TimeSpan CheckPeriodMin = TimeSpan.FromMinutes(1);

    /// <summary>How often a market checks whether its slot is done: a twelfth of the slot, at least a minute.</summary>
    public TimeSpan CheckPeriod
    {
        get
        {
            var twelfth = SlotLength / ChecksPerSlot;
            return twelfth > CheckPeriodMin ? twelfth : CheckPeriodMin;
        }
    }

    /// <summary>The default spread of a slot: a thirtieth, which is two minutes of an hour.</summary>
    public static TimeSpan DefaultSpread(TimeSpan slotLength) => slotLength / SpreadsPerSlot;

    public Slot SlotAt(DateTimeOffset instant) => Slot.Containing(instant, SlotLength);

    /// <summary>
    /// The offset of the first attempt within a slot. All markets of one base asset share it, so that their books are
    /// comparable; while the base is unknown, it is derived from the market's own text.
    /// </summary>
    public TimeSpan OffsetOf(string baseAsset) =>
        TimeSpan.FromTicks((long)(Fnv1a(baseAsset) % (ulong)Math.Max(1, Spread.Ticks)));

    /// <summary>When the first attempt of the next slot is due.</summary>
    public DateTimeOffset NextFirstAttempt(DateTimeOffset now, string baseAsset) => SlotAt(now).End + OffsetOf(baseAsset);

    /// <summary>When the next regular check is due: checks run at slot start + offset + k × period.</summary>
    public DateTimeOffset NextCheck(DateTimeOffset now, string baseAsset)
    {
        var check = SlotAt(now).Start + OffsetOf(baseAsset);
        while (check <= now)
        {
            check += CheckPeriod;
        }

        return check;
    }

    // Not string.GetHashCode, which differs between processes.
    private static ulong Fnv1a(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ b) * 1099511628211UL);
        }

        return hash;
    }
}
