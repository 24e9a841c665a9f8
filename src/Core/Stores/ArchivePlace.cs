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

/// <summary>An object as an archive lists it, without a look at its bytes.</summary>
/// <param name="Market">That its key names; null when the key is not one of ours, as of a foreign object.</param>
/// <param name="SlotStart">That its key names, UTC.</param>
/// <param name="Bytes">As stored, so gzip'd.</param>
public sealed record ArchiveEntry(string Key, Market? Market, DateTimeOffset SlotStart, long Bytes)
{
    public bool IsForeign => Market is null;
}
