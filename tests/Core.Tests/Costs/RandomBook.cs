using System.Globalization;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Tests.Books;

namespace OrderBookSilo.Core.Tests.Costs;

/// <summary>Small books with awkward scales, and order sizes that often end exactly on a level.</summary>
internal static class RandomBook
{
    public static (OrderBook Book, Exact[] Sizes) Create(int seed)
    {
        var random = new Random(seed);

        // One book of five has quantities that 64 bits do not hold at its scale.
        var isWide = seed % 5 == 4;
        var (priceScale, quantityScale) = isWide ? (random.Next(0, 7), random.Next(8, 13)) : (random.Next(0, 19), random.Next(0, 19));
        var unit = (long)Math.Pow(10, Math.Min(priceScale, 4));
        var middle = random.NextInt64(20, 1000) * unit;
        var bids = Side(random, middle, -1, unit, (priceScale, quantityScale, isWide));
        var asks = Side(random, middle, +1, unit, (priceScale, quantityScale, isWide));
        var book = BookOf.Text(
            bids.Length == 0 && asks.Length == 0 ? "1 1" : bids, asks, isWhole: random.Next(2) == 0);
        return (book, [.. Enumerable.Range(0, 4).Select(_ => Size(random, book))]);
    }

    private static string Side(Random random, long middle, int direction, long unit, (int Price, int Quantity, bool IsWide) scales)
    {
        var price = middle;
        var levels = new List<string>();
        for (var i = random.Next(0, 7); i > 0; i--)
        {
            price += direction * random.NextInt64(1, unit);
            Int128 quantity = random.NextInt64(1, random.Next(2) == 0 ? 20 : 1_000_000);
            quantity += scales.IsWide ? (Int128)random.Next(0, 90) * 1_000_000_000_000_000_000 : 0;
            levels.Add($"{Exact.FromScaled(price, scales.Price)} {Exact.FromScaled(quantity, scales.Quantity)}");
        }

        return string.Join(", ", levels.Where(_ => price > 0));
    }

    /// <summary>A sum of whole levels, a slightly different amount, or any amount.</summary>
    private static Exact Size(Random random, OrderBook book)
    {
        var ladder = random.Next(2) == 0 || book.Asks.Count == 0 ? book.Bids : book.Asks;
        var sum = Exact.Zero;
        for (var i = random.Next(0, ladder.Count + 1); i > 0; i--)
        {
            var level = book.LevelOf(ladder, i - 1);
            sum += level.Price * level.Quantity;
        }

        var hair = Exact.FromScaled(random.Next(-1, 2), random.Next(0, 19));
        var any = Exact.Parse((random.NextDouble() * Math.Pow(10, random.Next(-6, 6))).ToString("F9", CultureInfo.InvariantCulture));
        var size = random.Next(3) == 0 ? any : sum + hair;
        return size.IsPositive && size.Scale <= 18 ? size : 1;
    }
}
