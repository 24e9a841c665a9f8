using System.Globalization;

namespace OrderBookSilo.Core.Schedule;

/// <summary>A period of UTC time for which one book is due, identified by its start; an hour unless configured otherwise.</summary>
public readonly record struct Slot : IComparable<Slot>
{
    public static readonly TimeSpan LengthMin = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LengthMax = TimeSpan.FromDays(1);

    private Slot(DateTimeOffset start, TimeSpan length)
    {
        Start = start;
        Length = length;
    }

    public DateTimeOffset Start { get; }

    public TimeSpan Length { get; }

    public DateTimeOffset End => Start + Length;

    public Slot Next => new(End, Length);

    public Slot Previous => new(Start - Length, Length);

    /// <summary>Whether slots of this length divide a UTC day evenly.</summary>
    public static bool IsLength(TimeSpan length) =>
        length >= LengthMin && length <= LengthMax && TimeSpan.TicksPerDay % length.Ticks == 0;

    /// <summary>The slot that contains an instant.</summary>
    public static Slot Containing(DateTimeOffset instant, TimeSpan length)
    {
        var utc = instant.ToUniversalTime();
        return new Slot(utc.AddTicks(-(utc.Ticks % length.Ticks)), length);
    }

    public bool Contains(DateTimeOffset instant) => instant >= Start && instant < End;

    public int CompareTo(Slot other) => Start.CompareTo(other.Start);

    /// <summary>The start as used in archive keys: <c>20261122T100000Z</c>.</summary>
    public string ToCompactText() => Start.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    public override string ToString() => Start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
