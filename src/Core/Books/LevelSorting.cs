namespace OrderBookSilo.Core.Books;

/// <summary>What a venue promises of the levels it sends: a promise is checked, what is not promised is done for it.</summary>
[Flags]
public enum LevelSorting
{
    None = 0,

    /// <summary>Best price first; otherwise the levels are sorted.</summary>
    Sorted = 1,

    /// <summary>One level per price; otherwise the quantities of a price are added up.</summary>
    Aggregated = 2,
}
