using System.Globalization;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.VenueSimulator.Books;
using OrderBookSilo.VenueSimulator.Markets;
using OrderBookSilo.VenueSimulator.Wire;

namespace OrderBookSilo.Benchmarks;

/// <summary>Measures parsing a book of every venue, all in one run, and compares the time per byte with Binance's.</summary>
internal static class VenueBenchmarks
{
    private const int Seed = 20260809;
    private const int SimulatedLevels = 2_000;

    /// <summary>The recorded answers with at least 500 levels.</summary>
    private static readonly Dictionary<string, string> Files = new()
    {
        ["coinbase"] = "derived/coinbase_exchange_level2_BTC-USD_20260809.json",
        ["binance"] = "binance/rest_depth_FTMUSDT_limit5000_20210814.json",
        ["binanceus"] = "binance_us/rest_depth_HNTUSD_limit5000_20210814.json",
        ["bitstamp"] = "bitstamp/rest_order_book_btcusd_20210417.json",
        ["kucoin"] = "kucoin/rest_level2_full_CAPP-BTC_20210425.json",
    };

    public static IEnumerable<Figure> Parse()
    {
        var payloads = VenueCatalog.All.Select(PayloadOf).ToList();
        var us = Race.MedianUs([.. payloads.Select<Payload, Action>(payload => () => VenueCatalog.Find(payload.Venue)!.ParseBook(payload.Body))]);
        var rates = payloads.Zip(us).ToDictionary(pair => pair.First.Venue, pair => pair.Second * 1000 / pair.First.Body.Length);
        foreach (var payload in payloads)
        {
            var book = VenueCatalog.Find(payload.Venue)!.ParseBook(payload.Body).Value;
            var rate = string.Create(CultureInfo.InvariantCulture, $"{rates[payload.Venue]:0.00} ns/byte, {payload.Source}, {book.Bids.Count + book.Asks.Count} levels");
            yield return Figure.Of($"{payload.Venue}: times Binance's time per byte", rates[payload.Venue] / rates["binance"], "×", $"at most 1.5 ({rate})");
        }
    }

    private static Payload PayloadOf(IVenue venue) =>
        (Files.TryGetValue(venue.Code, out var file) ? Payload.Recorded(venue.Code, file) : null) ?? Simulated(venue);

    private static Payload Simulated(IVenue venue)
    {
        var catalogue = new Catalogue(new VenueSimulator.SimulatorOptions());
        var bitcoin = catalogue.ListOf(venue.Code).First(market => market.Base.Code == "BTC");
        var market = bitcoin with { BidLevels = SimulatedLevels, AskLevels = SimulatedLevels };
        var book = new BookGenerator(Seed).Generate(market, new DateTimeOffset(2026, 8, 9, 21, 5, 48, TimeSpan.Zero), 1);
        var wire = Wires.All.Single(wire => wire.Code == venue.Code);
        return new Payload(venue.Code, "simulated", wire.WriteBook(book, SimulatedLevels));
    }
}
