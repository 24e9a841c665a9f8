using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The contract of every implementation of a port, tested only through the ports. One suite per port.</summary>
public abstract class StoreSuite(IOpenStores stores) : IAsyncLifetime
{
    protected const int Many = 1000;

    protected static readonly CancellationToken None = CancellationToken.None;

    protected static readonly Market Other = Market.Parse("binance:BTCUSDT");

    protected IMarketReader MarketReader => stores.MarketReader;

    protected IMarketStore Markets => stores.Markets;

    protected IFactStore Facts => stores.Facts;

    protected IFactReader FactReader => stores.FactReader;

    protected ISplitStore Splits => stores.Splits;

    public Task InitializeAsync() => stores.OpenAsync();

    public async Task DisposeAsync() => await stores.DisposeAsync();

    protected Task StartAsync(DateTimeOffset from, TimeSpan? slotLength = null) =>
        Markets.StartMarketAsync(Some.Market, from, slotLength ?? Some.SlotLength, None);
}

/// <summary>The implementations that a suite tests; empty when opened.</summary>
public interface IOpenStores : IAsyncDisposable
{
    IMarketReader MarketReader { get; }

    IMarketStore Markets { get; }

    IFactStore Facts { get; }

    IFactReader FactReader { get; }

    ISplitStore Splits { get; }

    Task OpenAsync();
}
