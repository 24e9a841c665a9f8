using Microsoft.Extensions.Time.Testing;
using System.Security.Cryptography;
using System.Text;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Io.Tests.Http;

public class BookFetcherTests
{
    [Fact]
    public async Task A_book_has_the_bytes_that_the_venue_sent()
    {
        await using var setup = await FetchSetup.StartAsync();
        var body = Encoding.UTF8.GetBytes("""{"bids":[["1","2",3]],"asks":[],"note":"ü"}""");
        setup.Simulator.Pin("coinbase", "BTC-USD", body);

        var capture = (await setup.FetchAsync(FetchSetup.Coinbase)).Outcome.Value;

        Assert.Equal(body, capture.Body.ToArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), capture.Sha256);
        Assert.Equal(200, capture.HttpStatus);
        Assert.Equal($"{setup.Simulator.Url}/coinbase/products/BTC-USD/book?level=2", capture.Url);
        Assert.Equal(VenueCatalog.Find("coinbase")!.AdapterVersion, capture.AdapterVersion);
    }

    [Theory]
    [InlineData("coinbase:BTC-USD")]
    [InlineData("binance:BTCUSDT")]
    public async Task A_compressed_book_is_decoded(string name)
    {
        await using var setup = await FetchSetup.StartAsync();
        var market = Market.Parse(name);

        var capture = (await setup.FetchAsync(market)).Outcome.Value;

        var book = VenueCatalog.Find(market.Venue)!.ParseBook(capture.Body.Span).Value;
        Assert.True(book.Bids.Count > 100);
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task The_offset_of_a_venues_clock_is_read_from_the_date_of_its_answers(int hours)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-hours));
        await using var setup = await FetchSetup.StartAsync(budget: 0, time: clock);
        Assert.Null(setup.Fetcher.ClockAheadOf("coinbase"));

        await setup.FetchAsync(FetchSetup.Coinbase);

        Assert.InRange((setup.Fetcher.ClockAheadOf("coinbase") ?? default) - TimeSpan.FromHours(hours), TimeSpan.FromSeconds(-5), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_times_bracket_the_request_and_determine_the_slot()
    {
        await using var setup = await FetchSetup.StartAsync();
        var before = TimeProvider.System.GetUtcNow().AddMilliseconds(-1);

        var fetched = await setup.FetchAsync(FetchSetup.Coinbase);

        var capture = fetched.Outcome.Value;
        Assert.InRange(capture.RequestedAt, before, capture.ReceivedAt);
        Assert.InRange(capture.ReceivedAt, capture.RequestedAt, TimeProvider.System.GetUtcNow());
        Assert.Equal(fetched.RequestedAt, capture.RequestedAt);
        Assert.Equal(Slot.Containing(capture.ReceivedAt, TimeSpan.FromHours(1)), capture.Slot);
        Assert.Equal(0, capture.ReceivedAt.Ticks % TimeSpan.TicksPerMicrosecond);
    }

    [Theory]
    [InlineData("coinbase", "BTC-USD")]
    [InlineData("binance", "BTCUSDT")]
    public async Task A_listing_is_parsed_into_products(string venue, string symbol)
    {
        await using var setup = await FetchSetup.StartAsync();

        var products = (await setup.Fetcher.FetchListingAsync(venue, CancellationToken.None)).Value;

        Assert.Contains(products, product => product.Symbol == symbol && product.PriceStep is not null);
    }

    [Fact]
    public async Task Requests_identify_the_client_to_the_venue()
    {
        await using var setup = await FetchSetup.StartAsync();

        await setup.FetchAsync(FetchSetup.Coinbase);

        Assert.StartsWith("OrderBookSilo/", setup.Simulator.Requests.Latest[0].UserAgent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callers_cancellation_is_an_exception_and_not_a_failure()
    {
        await using var setup = await FetchSetup.StartAsync();
        setup.Simulator.Faults.Add(new("coinbase", VenueSimulator.Faults.FaultKind.Delay) { DelayMs = 60_000 });
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => setup.Fetcher.FetchBookAsync(FetchSetup.Coinbase, TimeSpan.FromHours(1), RequestPriority.First, cancel.Token));
    }

    [Fact]
    public async Task A_hanging_venue_does_not_delay_others()
    {
        await using var setup = await FetchSetup.StartAsync();
        setup.Simulator.Faults.Add(new("binance", VenueSimulator.Faults.FaultKind.Delay) { DelayMs = 60_000 });
        var hanging = Enumerable.Range(0, 20).Select(_ => setup.FetchAsync(FetchSetup.Binance)).ToList();

        var fetched = await setup.FetchAsync(FetchSetup.Coinbase);

        Assert.Null(fetched.Outcome.Failure);
        Assert.All(hanging, one => Assert.False(one.IsCompleted));
    }
}
