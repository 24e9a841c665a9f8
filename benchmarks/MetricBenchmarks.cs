using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Benchmarks;

/// <summary>
/// Every metric of a book, against plain passes over its levels on both sides: Σ price × quantity in 128 bits, written simply and
/// written as fast as possible.
/// </summary>
internal static class MetricBenchmarks
{
    private const int Sizes = 8;

    public static IEnumerable<Figure> All(Payload payload)
    {
        var book = VenueCatalog.Find(payload.Venue)!.ParseBook(payload.Body).Value;
        var options = Options(book);
        Action metrics = () => BookMetrics.Of(book, options);
        var us = Race.MedianUs(metrics, () => PlainPass(book), () => TunedPass(book));
        yield return new Figure("book", $"{book.Bids.Count} + {book.Asks.Count} levels", payload.Source);
        yield return Figure.Of($"walk and every metric of {Sizes} sizes, both sides: plain passes", us[0] / us[1], "passes", "at most 5");
        yield return Figure.Of("time", us[0], "µs");
        yield return Figure.Of("a plain pass over both sides", us[1], "µs");
        yield return Figure.Of("the same with the words multiplied by hand: passes", us[0] / us[2], "passes");
        yield return Figure.Of("allocated", Race.Allocated(metrics), "bytes");
        var few = VenueCatalog.Find(payload.Venue)!.ParseBook(Payload.Levels(50).Body).Value;
        var fewOptions = Options(few);
        yield return Figure.Of("allocated on a book of a hundredth of the levels", Race.Allocated(() => BookMetrics.Of(few, fewOptions)), "bytes", "about the same");
    }

    // The sizes range from a little to nearly all of the shallower side.
    private static SnapshotOptions Options(OrderBook book)
    {
        var whole = new[] { Side.Buy, Side.Sell }.Select(side => Walk.ByAmount(book, side, 1_000_000_000_000).FilledAmount).Min();
        var size = Exact.FromScaled(whole.Mantissa * 9 / 10, whole.Scale);
        var sizes = Enumerable.Range(0, Sizes).Select(i => Exact.FromScaled(size.Mantissa >> (Sizes - 1 - i), size.Scale)).ToArray();
        return new SnapshotOptions(sizes, [], FillPolicy.Exact, [10, 25, 50, 100, 200, 500, 1000], 0, TakerFee.Flat(Exact.Parse("0.006"), FeeIn.Quote));
    }

    private static UInt128 PlainPass(OrderBook book) => PlainPass(book.Bids) + PlainPass(book.Asks);

    private static UInt128 PlainPass(Ladder ladder)
    {
        UInt128 sum = 0;
        var prices = ladder.Prices;
        var quantities = ladder.Quantities;
        for (var i = 0; i < prices.Length; i++)
        {
            sum = unchecked(sum + ((UInt128)prices[i] * (UInt128)quantities[i]));
        }

        return sum;
    }

    private static UInt128 TunedPass(OrderBook book) => TunedPass(book.Bids) + TunedPass(book.Asks);

    private static UInt128 TunedPass(Ladder ladder)
    {
        UInt128 sum = 0;
        var prices = ladder.Prices.Words;
        var quantities = ladder.Quantities.Words[..prices.Length];
        for (var i = 0; i < prices.Length; i++)
        {
            var high = Math.BigMul(unchecked((ulong)prices[i]), unchecked((ulong)quantities[i]), out var low);
            sum = unchecked(sum + new UInt128(high, low));
        }

        return sum;
    }
}
