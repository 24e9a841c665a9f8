namespace OrderBookSilo.Core.Books;

/// <summary>One side of a book as read, not yet validated: prices and quantities, level by level. It grows beyond its capacity.</summary>
public sealed class LevelColumns(int capacity = 0) : IDisposable
{
    public DecimalColumn Prices { get; } = new(capacity);

    public DecimalColumn Quantities { get; } = new(capacity);

    public int Count => Quantities.Count;

    /// <summary>How many of the entries are single orders with ids.</summary>
    public int Orders { get; set; }

    public void Dispose()
    {
        Prices.Dispose();
        Quantities.Dispose();
    }
}
