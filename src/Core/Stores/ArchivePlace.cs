using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Stores;

/// <summary>A part of an archive: all of it, a venue, a market, or the slots of one market that start on one UTC day.</summary>
public sealed record ArchivePlace
{
    public static readonly ArchivePlace Everything = new();

    private ArchivePlace()
    {
    }

    public string? Venue { get; private init; }

    public Market? Market { get; private init; }

    public DateOnly? Day { get; private init; }

    public static ArchivePlace Of(string venue) => new() { Venue = venue };

    public static ArchivePlace Of(Market market, DateOnly? day = null) => new() { Venue = market.Venue, Market = market, Day = day };
}

/// <summary>An object as the archive lists it, without reading it.</summary>
/// <param name="Market">The market in its key; null for a foreign object.</param>
/// <param name="SlotStart">The slot in its key, UTC.</param>
/// <param name="Bytes">Stored, i.e. compressed, size.</param>
public sealed record ArchiveEntry(string Key, Market? Market, DateTimeOffset SlotStart, long Bytes)
{
    public bool IsForeign => Market is null;
}
