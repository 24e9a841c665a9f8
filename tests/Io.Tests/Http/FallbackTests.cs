using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Io.Tests.Http;

public sealed class FallbackTests
{
    private static readonly Market Market = Market.Parse("bybit:BTCUSDT");

    [Theory]
    [InlineData(404, "<html>not found</html>")]
    [InlineData(400, """{"retCode":10001,"retMsg":"params error"}""")]
    [InlineData(200, """{"retCode":10001,"retMsg":"params error","result":{}}""")]
    [InlineData(200, """{"retCode":0,"retMsg":"OK","result":{"bids":[],"asks":[]}}""")]
    public async Task A_venue_that_does_not_know_the_deepest_call_is_asked_for_the_ordinary_book(int status, string body)
    {
        await using var setup = await FetchSetup.StartAsync();
        setup.Simulator.Faults.Add(new("bybit", FaultKind.Body, "BTCUSDT") { Status = status, Body = body, Count = 1 });

        var capture = (await setup.FetchAsync(Market)).Outcome.Value;

        Assert.Contains("/v5/market/orderbook?category=spot&symbol=BTCUSDT&limit=1000", capture.Url, StringComparison.Ordinal);
        Assert.NotNull(VenueCatalog.Find("bybit")!.ParseBook(capture.Body.Span).Value.Mid);
    }

    [Theory]
    [InlineData(403, "403, access too frequent", FailureKind.RateLimited)]
    [InlineData(503, "", FailureKind.ServerError)]
    public async Task A_refusal_of_any_request_is_not_repeated_with_another_call(int status, string body, FailureKind kind)
    {
        await using var setup = await FetchSetup.StartAsync();
        setup.Simulator.Faults.Add(new("bybit", FaultKind.Body, "BTCUSDT") { Status = status, Body = body });

        Assert.Equal(kind, (await setup.FailAsync(Market)).Kind);
        Assert.Single(setup.Simulator.Requests.Latest);
    }
}
