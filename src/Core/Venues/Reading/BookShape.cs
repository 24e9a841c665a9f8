using OrderBookSilo.Core.Books;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>How a venue writes a book in JSON. The default is one object with arrays <c>bids</c> and <c>asks</c> of <c>[price, quantity, …]</c>.</summary>
internal sealed record BookShape
{
    /// <summary>A step into the first element of an array, among the names of <see cref="Path"/>.</summary>
    public const string FirstElement = "[]";

    /// <summary>A step into an object's field of any name.</summary>
    public const string AnyField = "*";

    /// <summary>The fields that lead from the root to the object with the sides.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    public string BidsField { get; init; } = "bids";

    public string AsksField { get; init; } = "asks";

    /// <summary>
    /// Whether the root is one array with the levels of both sides, in which the quantities of asks are negative; it has no
    /// other fields then.
    /// </summary>
    public bool HasSignedRows { get; init; }

    public LevelShape Level { get; init; } = new();

    /// <summary>What the venue guarantees about the levels.</summary>
    public LevelSorting Order { get; init; } = LevelSorting.Sorted | LevelSorting.Aggregated;

    /// <summary>
    /// The guarantees that apply when every entry is one order with its id instead of a level; null where the venue never sends
    /// such a book.
    /// </summary>
    public LevelSorting? OrderOfOrders { get; init; }

    /// <summary>Whether the venue promises every level of both sides.</summary>
    public bool IsWhole { get; init; }

    /// <summary>
    /// The most levels a side that the venue sent before it promised all of them: a book with a side of exactly this many may have
    /// been cut. Null where there was no such limit.
    /// </summary>
    public int? FormerLevelsMax { get; init; }

    /// <summary>Whether the venue writes null for a side without levels.</summary>
    public bool NullIsEmpty { get; init; }

    /// <summary>Field beside the sides with the sequence number; null where there is none.</summary>
    public string? SequenceField { get; init; }

    /// <summary>Whether the sequence number may be written as text.</summary>
    public bool HasSequenceText { get; init; }

    /// <summary>Field beside the sides with the venue's own time; null where it gives none.</summary>
    public string? TimeField { get; init; }

    public TimeFormat TimeFormat { get; init; }

    /// <summary>Field that is true while the levels belong to an auction and cannot be taken; null where there is none.</summary>
    public string? AuctionField { get; init; }
}

/// <summary>Where one level has its price and its quantity.</summary>
internal sealed record LevelShape
{
    /// <summary>The fields of a level that is an object; null for one that is an array.</summary>
    public (string Price, string Quantity)? Fields { get; init; }

    /// <summary>The place of the quantity in an array; the price comes first.</summary>
    public int QuantityAt { get; init; } = 1;
}
