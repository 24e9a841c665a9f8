namespace OrderBookSilo.Core.Books;

/// <summary>One side of a book, best price first, as integers at the book's scales.</summary>
public sealed class Ladder
{
    private Ladder(LadderColumn prices, LadderColumn quantities, bool isWhole)
    {
        Prices = prices;
        Quantities = quantities;
        IsWhole = isWhole;
    }

    internal Ladder(long[] prices, long[] quantities, int count, bool isWhole)
        : this(new LadderColumn(prices, count), new LadderColumn(quantities, count), isWhole)
    {
    }

    internal Ladder(Int128[] prices, Int128[] quantities, int count, bool isWhole)
        : this(new LadderColumn(prices, count), new LadderColumn(quantities, count), isWhole)
    {
    }

    public int Count => Prices.Length;

    /// <summary>Whether the venue promises that these are all levels of this side; false when that is not known.</summary>
    public bool IsWhole { get; }

    public LadderColumn Prices { get; }

    public LadderColumn Quantities { get; }

    /// <summary>Whether both columns have 128-bit integers, because some value does not fit 64 bits.</summary>
    internal bool IsWide => Prices.IsWide;

    /// <summary>The same levels without the promise that there are no others.</summary>
    internal Ladder WithoutPromise() => new(Prices, Quantities, isWhole: false);
}
