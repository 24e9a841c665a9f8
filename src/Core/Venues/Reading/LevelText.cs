using OrderBookSilo.Core.Books;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>A number of a level, and where its text stands in the body.</summary>
internal struct NumberText
{
    public Int128 Mantissa;
    public int Decimals;
    public int At;
    public int Length;

    /// <summary>The same number, positive, with the place of its digits.</summary>
    public readonly NumberText WithoutSign() => this with { Mantissa = -Mantissa, At = At + 1, Length = Length - 1 };
}

/// <summary>One level as it was read, and where its text stands in the body.</summary>
internal struct LevelText
{
    public int Start;
    public NumberText Price;
    public NumberText Quantity;

    /// <summary>Whether it is one order with its id.</summary>
    public bool IsOrder;

    /// <summary>Whether it belongs to the asks of rows of both sides.</summary>
    public bool IsAsk;
}

/// <summary>Adds levels as they were read.</summary>
internal static class LevelAdding
{
    /// <summary>False when a number does not fit.</summary>
    public static bool TryAdd(this LevelColumns columns, in NumberText price, in NumberText quantity) =>
        columns.Prices.TryAdd(price.Mantissa, price.Decimals) && columns.Quantities.TryAdd(quantity.Mantissa, quantity.Decimals);
}
