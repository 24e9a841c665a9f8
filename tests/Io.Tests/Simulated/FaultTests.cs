using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Io.Tests.Simulated;

public sealed class FaultTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(Some.Hour);
    private readonly HttpClient http = new();
    private Simulator simulator = null!;

    public async Task InitializeAsync() =>
        simulator = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.01 }, clock);

    public async Task DisposeAsync() => await simulator.DisposeAsync();

    [Theory]
    [InlineData("coinbase", FaultKind.Garbage, FailureKind.NotJson)]
    [InlineData("coinbase", FaultKind.Html, FailureKind.NotJson)]
    [InlineData("coinbase", FaultKind.Cut, FailureKind.NotJson)]
    [InlineData("coinbase", FaultKind.Crossed, FailureKind.Crossed)]
    [InlineData("coinbase", FaultKind.Auction, FailureKind.Auction)]
    [InlineData("coinbase", FaultKind.Empty, FailureKind.Empty)]
    [InlineData("coinbase", FaultKind.ZeroSize, FailureKind.NotPositive)]
    [InlineData("coinbase", FaultKind.NegativeSize, FailureKind.NotPositive)]
    [InlineData("coinbase", FaultKind.BadNumber, FailureKind.BadNumber)]
    [InlineData("binance", FaultKind.Garbage, FailureKind.NotJson)]
    [InlineData("binance", FaultKind.Cut, FailureKind.NotJson)]
    [InlineData("binance", FaultKind.Crossed, FailureKind.Crossed)]
    [InlineData("binance", FaultKind.Empty, FailureKind.Empty)]
    [InlineData("binance", FaultKind.ZeroSize, FailureKind.NotPositive)]
    [InlineData("binance", FaultKind.NegativeSize, FailureKind.NotPositive)]
    [InlineData("binance", FaultKind.BadNumber, FailureKind.BadNumber)]
    public async Task A_faulty_book_yields_the_corresponding_failure(string venue, FaultKind fault, FailureKind kind)
    {
        simulator.Faults.Add(new(venue, fault));

        Assert.Equal(kind, (await PullAsync(venue)).Failure?.Kind);
    }

    [Theory]
    [InlineData("coinbase")]
    [InlineData("binance")]
    public async Task A_one_sided_book_is_a_book(string venue)
    {
        simulator.Faults.Add(new(venue, FaultKind.OneSided));

        var book = (await PullAsync(venue)).Value;

        Assert.Null(book.BestBid);
        Assert.NotNull(book.BestAsk);
    }

    [Fact]
    public async Task A_fault_occurs_as_often_as_configured()
    {
        simulator.Faults.Add(new("coinbase", FaultKind.Garbage) { Count = 2 });

        Assert.NotNull((await PullAsync("coinbase")).Failure);
        Assert.NotNull((await PullAsync("coinbase")).Failure);
        Assert.Null((await PullAsync("coinbase")).Failure);
        Assert.Empty(simulator.Faults.List());
    }

    [Fact]
    public async Task A_fault_occurs_when_configured()
    {
        var now = clock.GetUtcNow();
        simulator.Faults.Add(new("coinbase", FaultKind.Garbage) { From = now.AddMinutes(1), Until = now.AddMinutes(2) });

        Assert.Null((await PullAsync("coinbase")).Failure);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull((await PullAsync("coinbase")).Failure);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await PullAsync("coinbase")).Failure);
    }

    [Fact]
    public async Task A_fault_occurs_where_configured()
    {
        simulator.Faults.Add(new("coinbase", FaultKind.Garbage, "BTC-USD"));

        Assert.NotNull((await PullAsync("coinbase")).Failure);
        Assert.Null((await PullAsync("coinbase", "ETH-USD")).Failure);
        Assert.Null((await PullAsync("binance")).Failure);
    }

    [Fact]
    public async Task A_likely_fault_occurs_about_as_often_as_configured()
    {
        simulator.Faults.Add(new("coinbase", FaultKind.Garbage) { Probability = 0.3 });

        var failures = 0;
        for (var i = 0; i < 200; i++)
        {
            failures += (await PullAsync("coinbase")).Failure is null ? 0 : 1;
        }

        Assert.InRange(failures, 40, 80);
    }

    [Theory]
    [InlineData("coinbase", "BTC-USD", FaultKind.Halt, true)]
    [InlineData("coinbase", "BTC-USD", FaultKind.Freeze, false)]
    [InlineData("binance", "BTCUSDT", FaultKind.Halt, true)]
    [InlineData("binance", "BTCUSDT", FaultKind.Freeze, false)]
    public async Task A_halted_product_is_listed_as_such_and_its_book_stands_still_until_that_is_cleared(string venue, string product, FaultKind kind, bool isListed)
    {
        simulator.Faults.Add(new(venue, kind, product));
        var first = (await PullAsync(venue)).Value.Sequence;
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(first, (await PullAsync(venue)).Value.Sequence);
        Assert.Equal(isListed ? ProductStatus.Halted : ProductStatus.Online, await StatusAsync(venue, product));
        simulator.Faults.Clear();
        Assert.True((await PullAsync(venue)).Value.Sequence > first);
        Assert.Equal(ProductStatus.Online, await StatusAsync(venue, product));
    }

    [Theory]
    [InlineData("coinbase", "BTC-USD")]
    [InlineData("binance", "BTCUSDT")]
    public async Task Another_coin_under_a_products_name_has_another_price(string venue, string product)
    {
        Ratio usual = (await PullAsync(venue)).Value.Mid!.Value;
        simulator.Faults.Add(new(venue, FaultKind.OtherCoin, product) { Factor = 111 });

        Assert.InRange(((await PullAsync(venue)).Value.Mid!.Value / usual).ToDouble(), 105, 117);
    }

    private async Task<ProductStatus> StatusAsync(string venue, string product)
    {
        var of = VenueCatalog.Find(venue)!;
        var body = await http.GetByteArrayAsync(new Uri($"{simulator.Url}/{venue}{of.ListingRequest.PathAndQuery}"));
        return of.ParseListing(body).Value.Single(listed => listed.Symbol == product).Status;
    }

    [Fact]
    public async Task Faults_are_added_listed_and_cleared_over_http()
    {
        using var added = await http.PostAsJsonAsync(
            new Uri($"{simulator.Url}/_faults"), new { venue = "binance", kind = "status", status = 418, retryAfterSeconds = 7 });
        using var answer = await http.GetAsync(UrlOf("binance", "BTCUSDT"));

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(418, (int)answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter?.Delta);
        Assert.Contains("\"kind\":\"status\"", await http.GetStringAsync(new Uri($"{simulator.Url}/_faults")), StringComparison.Ordinal);

        using var cleared = await http.DeleteAsync(new Uri($"{simulator.Url}/_faults"));
        Assert.Null((await PullAsync("binance")).Failure);
    }

    [Theory]
    [InlineData("""{"venue":"binance","kind":"status"}""")]
    [InlineData("""{"venue":"binance","kind":"no such kind"}""")]
    [InlineData("""{"venue":"binance","kind":"delay"}""")]
    [InlineData("""{"venue":"binance","kind":"auction"}""")]
    [InlineData("""{"venue":"binance","kind":"halt"}""")]
    [InlineData("""{"venue":"binance","kind":"freeze","product":"BTCUSDT","count":1}""")]
    [InlineData("""{"venue":"binance","kind":"other_coin","product":"BTCUSDT","factor":1}""")]
    [InlineData("""{"kind":"garbage"}""")]
    [InlineData("garbage")]
    [InlineData("null")]
    public async Task An_invalid_fault_is_rejected(string fault)
    {
        using var content = new StringContent(fault, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"{simulator.Url}/_faults"), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(simulator.Faults.List());
    }

    [Fact]
    public async Task A_payload_can_be_configured_as_a_products_response()
    {
        var payload = "{\"recorded\":true}"u8.ToArray();
        using var content = new ByteArrayContent(payload);
        using var pinned = await http.PutAsync(new Uri($"{simulator.Url}/_pins/coinbase/ANY-THING"), content);

        Assert.Equal(HttpStatusCode.NoContent, pinned.StatusCode);
        Assert.Equal(payload, await http.GetByteArrayAsync(UrlOf("coinbase", "ANY-THING")));

        using var removed = await http.DeleteAsync(new Uri($"{simulator.Url}/_pins/coinbase/ANY-THING"));
        using var gone = await http.GetAsync(UrlOf("coinbase", "ANY-THING"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Requests_are_listed_with_their_weight()
    {
        await PullAsync("binance");
        await PullAsync("binance");
        using var answer = await http.GetAsync(UrlOf("binance", "BTCUSDT"));

        Assert.Equal("750", answer.Headers.GetValues("X-MBX-USED-WEIGHT-1M").Single());
        Assert.Equal(3, simulator.Requests.CountOf("binance", "BTCUSDT"));
        Assert.Contains("BTCUSDT", await http.GetStringAsync(new Uri($"{simulator.Url}/_requests")), StringComparison.Ordinal);
    }

    private async Task<Outcome<OrderBook>> PullAsync(string venue, string? product = null) =>
        VenueCatalog.Find(venue)!.ParseBook(
            await http.GetByteArrayAsync(UrlOf(venue, product ?? (venue == "coinbase" ? "BTC-USD" : "BTCUSDT"))));

    private Uri UrlOf(string venue, string product) =>
        new(simulator.AddressOf(venue) + VenueCatalog.Find(venue)!.BookRequest(product).PathAndQuery);
}
