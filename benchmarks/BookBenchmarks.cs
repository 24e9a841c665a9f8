using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Benchmarks;

/// <summary>Measures parsing, the codec and cost walks of a book.</summary>
internal static class BookBenchmarks
{
    private static readonly Exact[] OrderSizes = [10_000, 50_000, 100_000, 1_000_000];

    public static IEnumerable<Figure> Parse(Payload payload)
    {
        var venue = VenueCatalog.Find(payload.Venue)!;
        var book = venue.ParseBook(payload.Body).Value;
        var spaced = Spaced(payload.Body);
        Action scanned = () => venue.ParseBook(payload.Body);
        var us = Race.MedianUs(scanned, () => BaselineParser.Parse(payload.Body), () => venue.ParseBook(spaced), () => BaselineParser.Parse(spaced));
        yield return new Figure("payload", $"{book.Bids.Count + book.Asks.Count} levels", payload.Source);
        yield return Figure.Of("bytes to validated book: times Utf8JsonReader's rate", us[1] / us[0], "×", "at least 5");
        yield return Figure.Of("the same with white space, on the general path", us[3] / us[2], "×");
        yield return Figure.Of("rate", payload.Body.Length / us[0] / 1000, "GB/s");
        yield return Figure.Of("time", us[0], "µs");
        yield return Figure.Of("allocated beyond the four columns", Race.Allocated(scanned) - 16.0 * (book.Bids.Count + book.Asks.Count), "bytes");
    }

    public static IEnumerable<Figure> Codec(Payload payload)
    {
        var book = VenueCatalog.Find(payload.Venue)!.ParseBook(payload.Body).Value;
        var bytes = BookCodec.Encode(book);
        var us = Race.MedianUs(() => BookCodec.Encode(book), () => BookCodec.TryDecode(bytes, out _));
        yield return Figure.Of("compact bytes per level", (double)bytes.Length / (book.Bids.Count + book.Asks.Count), "", "at most 5.5");
        yield return Figure.Of("JSON bytes per compact byte", (double)payload.Body.Length / bytes.Length, "×");
        yield return Figure.Of("encode", us[0], "µs");
        yield return Figure.Of("decode", us[1], "µs");
    }

    public static IEnumerable<Figure> Walk(Payload payload)
    {
        var book = VenueCatalog.Find(payload.Venue)!.ParseBook(payload.Body).Value;
        var us = Race.MedianUs(() =>
        {
            Core.Costs.Walk.ByAmount(book, Side.Buy, OrderSizes, FillPolicy.Exact);
            Core.Costs.Walk.ByAmount(book, Side.Sell, OrderSizes, FillPolicy.Exact);
        });
        var levels = Core.Costs.Walk.ByAmount(book, Side.Buy, 1_000_000).Levels + Core.Costs.Walk.ByAmount(book, Side.Sell, 1_000_000).Levels;
        yield return Figure.Of($"four order sizes, both sides ({levels} levels walked)", us[0], "µs", "under 20");
    }

    private static byte[] Spaced(byte[] body) => [.. body.SelectMany<byte, byte>(character => character == ',' ? [(byte)',', (byte)' '] : [character])];
}
