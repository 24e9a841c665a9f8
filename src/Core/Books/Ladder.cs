namespace OrderBookSilo.Core.Books;

/// <summary>One side of a book, best price first, as integers at the book's scales.</summary>
public sealed class Ladder
{
    private readonly long[] prices;
    private readonly long[] quantities;

    internal Ladder(long[] prices, long[] quantities, int count, bool isWhole)
    {
        this.prices = prices;
        this.quantities = quantities;
        Count = count;
        IsWhole = isWhole;
    }

    public int Count { get; }

    /// <summary>Whether the venue promises that these are all levels of this side; false when that is not known.</summary>
    public bool IsWhole { get; }

    public ReadOnlySpan<long> Prices => prices.AsSpan(0, Count);

    public ReadOnlySpan<long> Quantities => quantities.AsSpan(0, Count);

    /// <summary>The same levels without the promise that there are no others.</summary>
    internal Ladder WithoutPromise() => new(prices, quantities, Count, isWhole: false);
}
