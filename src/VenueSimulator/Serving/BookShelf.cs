using System.Collections.Concurrent;
using System.IO.Compression;
using OrderBookSilo.VenueSimulator.Books;
using OrderBookSilo.VenueSimulator.Markets;
using OrderBookSilo.VenueSimulator.Wire;

namespace OrderBookSilo.VenueSimulator.Serving;

/// <summary>Books in their current state; each state is generated and serialised once.</summary>
internal sealed class BookShelf(SimulatorOptions options, TimeProvider time)
{
    private readonly BookGenerator generator = new(options.Seed);
    private readonly ConcurrentDictionary<(string Venue, string Symbol, int Depth), Place> places = new();

    /// <summary>The current book in the venue's format.</summary>
    public Reply Get(IVenueWire wire, SimulatedMarket market, int depth)
    {
        var place = places.GetOrAdd((market.Venue, market.Symbol, depth), _ => new Place());
        lock (place)
        {
            place.Pulls++;
            var number = NumberOf(place);
            if (place.Reply is null || place.Number != number)
            {
                var body = wire.WriteBook(Generate(market, number), depth);
                place.Reply = new Reply(200, body) { Gzip = Compress(body) };
                place.Number = number;
            }

            return place.Reply;
        }
    }

    /// <summary>The current book, to be distorted.</summary>
    public SimulatedBook GetBook(SimulatedMarket market) => Generate(market, NumberOf(null));

    private SimulatedBook Generate(SimulatedMarket market, long number) => generator.Generate(market, StateTime(), number);

    private long NumberOf(Place? place) =>
        time.GetUtcNow().UtcTicks / options.BookTime.Ticks + (options.MovesEachPull ? place?.Pulls ?? 0 : 0);

    private DateTimeOffset StateTime()
    {
        var ticks = time.GetUtcNow().UtcTicks;
        return new DateTimeOffset(ticks - ticks % options.BookTime.Ticks, TimeSpan.Zero);
    }

    private static byte[] Compress(byte[] body)
    {
        using var compressed = new MemoryStream(body.Length / 3);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }

    private sealed class Place
    {
        public Reply? Reply { get; set; }

        public long Number { get; set; }

        public long Pulls { get; set; }
    }
}
