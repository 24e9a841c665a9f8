namespace OrderBookSilo.VenueSimulator.Books;

/// <summary>Turns good books into invalid ones.</summary>
internal static class Distortion
{
    /// <summary>Puts the best bid above the best ask.</summary>
    public static SimulatedBook Cross(SimulatedBook book)
    {
        var prices = (long[])book.Bids.Prices.Clone();
        prices[0] = book.Asks.Prices[0] + 1;
        return book with { Bids = book.Bids with { Prices = prices } };
    }

    /// <summary>The same book at this many times its prices.</summary>
    public static SimulatedBook Reprice(SimulatedBook book, int factor) =>
        book with { Bids = Reprice(book.Bids, factor), Asks = Reprice(book.Asks, factor) };

    private static SimulatedSide Reprice(SimulatedSide side, int factor) => side with { Prices = [.. side.Prices.Select(price => price * factor)] };

    public static SimulatedBook OneSided(SimulatedBook book) => book with { Bids = SimulatedSide.None };

    public static SimulatedBook Empty(SimulatedBook book) => book with { Bids = SimulatedSide.None, Asks = SimulatedSide.None };
}
