using OrderBookSilo.VenueSimulator.Books;

namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>Books of exchanges that round prices: the levels of one rounded price become one.</summary>
internal static class Rounding
{
    public static SimulatedBook Round(SimulatedBook book, int digits) =>
        book with { Bids = Round(book.Bids, digits, isUp: false), Asks = Round(book.Asks, digits, isUp: true) };

    private static SimulatedSide Round(SimulatedSide side, int digits, bool isUp)
    {
        var (prices, quantities, orders) = (new long[side.Count], new long[side.Count], new int[side.Count]);
        var count = 0;
        for (var i = 0; i < side.Count; i++)
        {
            var unit = UnitOf(side.Prices[i], digits);
            var price = (side.Prices[i] + (isUp ? unit - 1 : 0)) / unit * unit;
            if (count > 0 && prices[count - 1] == price)
            {
                quantities[count - 1] += side.Quantities[i];
                orders[count - 1] += side.Orders[i];
            }
            else
            {
                (prices[count], quantities[count], orders[count]) = (price, side.Quantities[i], side.Orders[i]);
                count++;
            }
        }

        return new SimulatedSide(prices, quantities, orders, count);
    }

    private static long UnitOf(long price, int digits)
    {
        long unit = 1;
        for (var rest = price; rest >= (long)Math.Pow(10, digits); rest /= 10)
        {
            unit *= 10;
        }

        return unit;
    }
}
