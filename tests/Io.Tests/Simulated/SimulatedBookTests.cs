using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.Io.Tests.Simulated;

/// <summary>Simulated books parsed by the real venues' adapters, which accept only sorted, positive and uncrossed books.</summary>
public class SimulatedBookTests
{
    private static readonly string[] Venues = ["coinbase", "binance"];

    private readonly FakeTimeProvider clock = new(Some.Hour);
    private readonly HttpClient http = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Every_book_of_every_product_is_valid_at_any_time(int seed)
    {
        await using var simulator = await StartAsync(new SimulatorOptions { Seed = seed, LevelsFactor = 0.05, ExtraMarkets = 3 });
        foreach (var venue in Venues)
        {
            foreach (var product in await ListAsync(simulator, venue))
            {
                clock.Advance(TimeSpan.FromMinutes(7));
                var book = await PullAsync(simulator, venue, product.Symbol);
                Assert.True(book.Bids.Count >= 1 && book.Asks.Count >= 1);
                Assert.True(product.PriceStep >= Exact.FromScaled(1, book.PriceScale));
                Assert.True(product.QuantityStep >= Exact.FromScaled(1, book.QuantityScale));
            }
        }
    }

    [Fact]
    public async Task The_largest_books_are_as_large_as_real_ones()
    {
        await using var simulator = await StartAsync(new SimulatorOptions());

        var whole = await PullAsync(simulator, "coinbase", "BTC-USD");
        var cut = await PullAsync(simulator, "binance", "BTCUSDT");

        Assert.Equal(20_000, whole.Bids.Count + whole.Asks.Count);
        Assert.True(whole.DepthComplete);
        Assert.Equal((5_000, 5_000), (cut.Bids.Count, cut.Asks.Count));
        Assert.False(cut.DepthComplete);
    }

    [Fact]
    public async Task The_same_seed_and_time_yield_the_same_bytes_and_another_seed_others()
    {
        await using var one = await StartAsync(new SimulatorOptions { Seed = 7 });
        await using var same = await StartAsync(new SimulatorOptions { Seed = 7 });
        await using var other = await StartAsync(new SimulatorOptions { Seed = 8 });

        Assert.Equal(await BodyAsync(one, "coinbase", "BTC-USD"), await BodyAsync(same, "coinbase", "BTC-USD"));
        Assert.NotEqual(await BodyAsync(one, "coinbase", "BTC-USD"), await BodyAsync(other, "coinbase", "BTC-USD"));
    }

    [Fact]
    public async Task A_book_changes_with_time_but_not_within_a_second()
    {
        await using var simulator = await StartAsync(new SimulatorOptions());
        var before = await BodyAsync(simulator, "binance", "BTCUSDT");

        Assert.Equal(before, await BodyAsync(simulator, "binance", "BTCUSDT"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(before, await BodyAsync(simulator, "binance", "BTCUSDT"));
    }

    [Fact]
    public async Task A_book_can_change_with_each_pull_while_the_clock_stands_still()
    {
        await using var simulator = await StartAsync(new SimulatorOptions { MovesEachPull = true });
        var first = await PullAsync(simulator, "coinbase", "BTC-USD");
        var second = await PullAsync(simulator, "coinbase", "BTC-USD");

        Assert.True(second.Sequence > first.Sequence);
        Assert.False(first.Bids.Quantities.SequenceEqual(second.Bids.Quantities));
    }

    [Fact]
    public async Task Venues_of_one_asset_stay_close_over_a_day()
    {
        await using var simulator = await StartAsync(new SimulatorOptions { LevelsFactor = 0.01 });
        for (var i = 0; i < 48; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(30));
            var (one, other) = (await MidAsync("coinbase", "BTC-USDT"), await MidAsync("binance", "BTCUSDT"));
            Assert.InRange((one / other - 1) * 10_000, -8, 8);
        }

        async Task<double> MidAsync(string venue, string product)
        {
            var book = await PullAsync(simulator, venue, product);
            return (book.BestBid!.Value.ToDouble() + book.BestAsk!.Value.ToDouble()) / 2;
        }
    }

    [Fact]
    public async Task Extra_markets_are_listed_and_have_books()
    {
        await using var simulator = await StartAsync(new SimulatorOptions { ExtraMarkets = 250 });

        Assert.Contains(await ListAsync(simulator, "coinbase"), product => product.Symbol == "T0250-USD");
        Assert.Equal(300, (await PullAsync(simulator, "binance", "T0250USDT")).Bids.Count);
    }

    [Fact]
    public async Task The_top_of_a_book_or_a_smaller_depth_can_be_requested()
    {
        await using var simulator = await StartAsync(new SimulatorOptions());

        var top = await http.GetByteArrayAsync(new Uri($"{simulator.Url}/coinbase/products/BTC-USD/book"));
        var ten = await http.GetByteArrayAsync(new Uri($"{simulator.Url}/binance/api/v3/depth?symbol=BTCUSDT&limit=10"));

        Assert.Equal(1, VenueCatalog.Find("coinbase")!.ParseBook(top).Value.Asks.Count);
        Assert.Equal(10, VenueCatalog.Find("binance")!.ParseBook(ten).Value.Asks.Count);
    }

    private Task<Simulator> StartAsync(SimulatorOptions options) => Simulator.StartAsync(options, clock);

    private async Task<IReadOnlyList<Core.Markets.Product>> ListAsync(Simulator simulator, string venue)
    {
        var adapter = VenueCatalog.Find(venue)!;
        var body = await http.GetByteArrayAsync(new Uri(simulator.AddressOf(venue) + adapter.ListingRequest.PathAndQuery));
        return adapter.ParseListing(body).Value;
    }

    private async Task<OrderBook> PullAsync(Simulator simulator, string venue, string product)
    {
        var outcome = VenueCatalog.Find(venue)!.ParseBook(await BodyAsync(simulator, venue, product));
        return outcome.Failure is null ? outcome.Value : throw new Xunit.Sdk.XunitException($"{venue}:{product}: {outcome.Failure}");
    }

    private Task<byte[]> BodyAsync(Simulator simulator, string venue, string product) =>
        http.GetByteArrayAsync(new Uri(simulator.AddressOf(venue) + VenueCatalog.Find(venue)!.BookRequest(product).PathAndQuery));
}
