using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Io.Http;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.Io.Tests.Http;

/// <summary>A fetcher whose venues are a simulator on a real socket.</summary>
internal sealed class FetchSetup : IAsyncDisposable
{
    public static readonly Market Coinbase = Market.Parse("coinbase:BTC-USD");
    public static readonly Market Binance = Market.Parse("binance:BTCUSDT");

    private FetchSetup(Simulator simulator, BookFetcher fetcher)
    {
        Simulator = simulator;
        Fetcher = fetcher;
    }

    public Simulator Simulator { get; }

    public BookFetcher Fetcher { get; }

    /// <summary>The simulator uses the system's clock; the fetcher may use another.</summary>
    public static async Task<FetchSetup> StartAsync(FetchLimits? limits = null, int? budget = null, TimeProvider? time = null)
    {
        var simulator = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.1 });
        var options = new FetchOptions
        {
            Limits = limits ?? new FetchLimits(),
            Venues = VenueCatalog.All.ToDictionary(
                venue => venue.Code,
                venue => new VenueFetchOptions { BaseAddress = simulator.AddressOf(venue.Code), Budget = budget }),
        };
        return new FetchSetup(simulator, new BookFetcher(VenueCatalog.All, options, time ?? TimeProvider.System));
    }

    public Task<Fetched<Capture>> FetchAsync(Market market) => FetchAsync(market, RequestPriority.First);

    public Task<Fetched<Capture>> FetchAsync(Market market, RequestPriority priority) =>
        Fetcher.FetchBookAsync(market, TimeSpan.FromHours(1), priority, CancellationToken.None);

    public async Task<PullFailure> FailAsync(Market market)
    {
        var fetched = await FetchAsync(market);
        return fetched.Outcome.Failure ?? throw new Xunit.Sdk.XunitException("expected a failure but got a book");
    }

    public async ValueTask DisposeAsync()
    {
        Fetcher.Dispose();
        await Simulator.DisposeAsync();
    }
}
