namespace OrderBookSilo.Core.Books;

/// <summary>
/// What a venue guarantees about the levels it sends. A guarantee is checked; without it, the levels are sorted or aggregated
/// here.
/// </summary>
[Flags]
public enum LevelSorting
{
    None = 0,

    /// <summary>Best price first; without it the levels are sorted.</summary>
    Sorted = 1,

    /// <summary>One level per price; without it quantities of equal prices are added.</summary>
    Aggregated = 2,
}
