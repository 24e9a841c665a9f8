namespace OrderBookSilo.Core.Books;

/// <summary>One side of a book as it was read, not yet checked: prices and quantities, level by level.</summary>
public sealed class LevelColumns : IDisposable
{
    public DecimalColumn Prices { get; } = new();

    public DecimalColumn Quantities { get; } = new();

    public int Count => Quantities.Count;

    public void Dispose()
    {
        Prices.Dispose();
        Quantities.Dispose();
    }
}
