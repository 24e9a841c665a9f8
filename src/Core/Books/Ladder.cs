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

    /// <summary>Whether the venue returned every level of this side.</summary>
    public bool IsWhole { get; }

    public ReadOnlySpan<long> Prices => prices.AsSpan(0, Count);

    public ReadOnlySpan<long> Quantities => quantities.AsSpan(0, Count);
}
