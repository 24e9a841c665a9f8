using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

public static partial class Walk
{
    /// <summary>
    /// The fills of a walk by amount on this book, best price first; their amounts and quantities add up exactly to the filled
    /// amount and quantity.
    /// </summary>
    public static IReadOnlyList<Fill> Fills(OrderBook book, Cost cost)
    {
        var order = new Order(book, cost.Side, cost.OrderSize, cost.FillPolicy);
        if (cost.FillPolicy == FillPolicy.Seed)
        {
            return SeedWalk.Fills(order);
        }

        var fills = new Fill[cost.Levels];
        var left = cost.FilledAmount;
        for (var position = 0; position < fills.Length; position++)
        {
            var (price, quantity) = book.LevelOf(order.Ladder, position);
            var amount = price * quantity;
            fills[position] = amount <= left
                ? new Fill(position + 1, price, quantity, amount)
                : new Fill(position + 1, price, Exact.Divide(left, price, MidpointRounding.ToZero), left);
            left -= fills[position].Amount;
        }

        return fills;
    }
}
