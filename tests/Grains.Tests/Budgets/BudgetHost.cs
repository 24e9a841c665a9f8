using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Grains.Budgets;
using OrderBookSilo.Io.Http;
using OrderBookSilo.Silo.Clustering;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.Grains.Tests.Budgets;

/// <summary>A silo with the budget grains, and the fetchers of several silos that share them.</summary>
internal sealed class BudgetHost : IAsyncDisposable
{
    public static readonly Market Market = Market.Parse("binance:BTCUSDT");
    public static readonly Market OtherMarket = Market.Parse("binance:ETHUSDT");

    private readonly WebApplication app;

    private BudgetHost(WebApplication app) => this.app = app;

    public static async Task<BudgetHost> StartAsync(
        TestDatabase database, TimeProvider time, int weightPerMinute, ClusterSettings? cluster = null, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(time).AddSingleton(SharedTime.Right(time)).AddSingleton(LimitsOf(weightPerMinute));
        builder.AddGrains(database.ConnectionString, cluster);
        configure?.Invoke(builder.Services);
        var host = new BudgetHost(builder.Build());
        await host.app.StartAsync();
        return host;
    }

    /// <summary>The budgets as one silo of the cluster sees them.</summary>
    public SharedBudgets Budgets() =>
        new(app.Services.GetRequiredService<IGrainFactory>(), Time, NullLogger<SharedBudgets>.Instance);

    public BookFetcher Fetcher(Simulator venues) => FetcherOf(venues, Time, Budgets());

    public IServiceProvider Services => app.Services;

    /// <summary>Stops immediately, without handing anything over.</summary>
    public async Task KillAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public static BudgetLimits LimitsOf(int weightPerMinute) => new(new Dictionary<string, int> { ["binance"] = weightPerMinute });

    public static BookFetcher FetcherOf(Simulator venues, TimeProvider time, IVenueBudgets budgets)
    {
        var options = VenueCatalog.All.ToDictionary(
            venue => venue.Code, venue => new VenueFetchOptions { BaseAddress = venues.AddressOf(venue.Code) });
        return new BookFetcher(VenueCatalog.All, new FetchOptions { Venues = options }, time, budgets);
    }

    public static Task<Fetched<Capture>> FetchAsync(BookFetcher fetcher, Market? market = null) =>
        fetcher.FetchBookAsync(market ?? Market, TimeSpan.FromHours(1), RequestPriority.First, CancellationToken.None);

    private TimeProvider Time => app.Services.GetRequiredService<TimeProvider>();
}
