using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.VenueSimulator;
using OrderBookSilo.VenueSimulator.Books;
using OrderBookSilo.VenueSimulator.Faults;
using OrderBookSilo.VenueSimulator.Markets;
using OrderBookSilo.VenueSimulator.Wire;

namespace OrderBookSilo.Core.Tests.Venues.Conformance;

public abstract partial class VenueSuite
{
    private const int Levels = 700;

    private static readonly DateTimeOffset Time = new(2026, 8, 9, 21, 5, 48, TimeSpan.Zero);

    private IVenueWire Wire => Wires.All.Single(wire => wire.Code == code);

    [Theory]
    [InlineData(65083.7, 2, 6)]
    [InlineData(0.00000468, 8, 0)]
    [InlineData(1919.4, 1, 8)]
    public void A_book_of_the_simulator_is_read_back_level_by_level(double price, int priceDecimals, int quantityDecimals)
    {
        var market = new SimulatedMarket(
            code, Spellings[0].Product, new("BTC", price, 1, 1), new("USD", 1, 0, 1), priceDecimals, quantityDecimals, Levels, Levels);
        var book = new BookGenerator(7).Generate(market, Time, 11);

        var body = Wire.WriteBook(book, int.MaxValue);
        Assert.True(Venue.ParseBook(body).TryGet(out var read, out var failure), $"{failure}");

        AssertEquals(body, read, "the simulator's book");
        var shown = Venue.RoundsPrices ? Rounding.Round(book, 5) : book;
        AssertEquals(shown.Bids, market, read, read.Bids);
        AssertEquals(shown.Asks, market, read, read.Asks);
    }

    [Fact]
    public async Task The_simulator_answers_the_requests_of_the_adapter()
    {
        await using var simulator = await Simulator.StartAsync(new SimulatorOptions());
        using var http = new HttpClient();
        var listing = Venue.ParseListing(await GetAsync(http, simulator, Venue.ListingRequest.PathAndQuery)).Value;
        var bitcoin = listing.Where(product => product.Pair.Base.Code == "BTC").ToList();

        Assert.True(bitcoin.Count >= 2);
        Assert.All(listing, product => Assert.Equal(product.Symbol, Venue.ProductOf(product.Pair)));

        // A venue that lists no lot step has a minimum.
        Assert.All(listing, product => Assert.True(product.Status == ProductStatus.Online && (product.QuantityStep ?? product.QuantityMin) is not null, $"{product}"));
        foreach (var product in bitcoin)
        {
            var book = Venue.ParseBook(await GetAsync(http, simulator, Venue.BookRequest(product.Symbol).PathAndQuery)).Value;
            Assert.True(book.Bids.Count > 20 && book.Asks.Count > 20);
            if (Venue.FallbackBookRequest(product.Symbol) is { } fallback)
            {
                Assert.NotNull(Venue.ParseBook(await GetAsync(http, simulator, fallback.PathAndQuery)).Value.Mid);
            }
        }

        Assert.Equal(FailureKind.UnknownProduct, (await RefusalAsync(http, simulator, "NOSUCH")).Kind);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(418)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task The_simulators_errors_are_understood(int status)
    {
        await using var simulator = await Simulator.StartAsync(new SimulatorOptions());
        using var http = new HttpClient();
        simulator.Faults.Add(new Fault(code, FaultKind.Status) { Status = status });

        var failure = await RefusalAsync(http, simulator, Spellings[0].Product);

        FailureKind[] expected = status switch
        {
            403 => [FailureKind.GeoBlocked, FailureKind.RateLimited],
            418 => [FailureKind.Banned],
            429 => [FailureKind.RateLimited],
            _ => [FailureKind.ServerError, FailureKind.VenueBusy],
        };
        Assert.Contains(failure.Kind, expected);
    }

    private async Task<PullFailure> RefusalAsync(HttpClient http, Simulator simulator, string product)
    {
        using var answer = await http.GetAsync(new Uri(simulator.AddressOf(code) + Venue.BookRequest(product).PathAndQuery));
        var body = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode ? Venue.ParseBook(body).Failure! : Venue.ReadRefusal((int)answer.StatusCode, null, Time, body);
    }

    private Task<byte[]> GetAsync(HttpClient http, Simulator simulator, string pathAndQuery) =>
        http.GetByteArrayAsync(new Uri(simulator.AddressOf(code) + pathAndQuery));

    private static void AssertEquals(SimulatedSide side, SimulatedMarket market, OrderBook book, Ladder ladder)
    {
        Assert.Equal(side.Count, ladder.Count);
        for (var i = 0; i < side.Count; i++)
        {
            var level = book.LevelOf(ladder, i);
            Assert.Equal(Exact.FromScaled(side.Prices[i], market.PriceDecimals), level.Price);
            Assert.Equal(Exact.FromScaled(side.Quantities[i], market.QuantityDecimals), level.Quantity);
        }
    }
}
