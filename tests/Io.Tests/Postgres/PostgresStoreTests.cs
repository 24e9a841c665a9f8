using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

public sealed class PostgresMarketStoreTests() : MarketStoreSuite(new PostgresStores());

public sealed class PostgresFactStoreTests() : FactStoreSuite(new PostgresStores());

public sealed class PostgresFactReaderTests() : FactReaderSuite(new PostgresStores());

public sealed class PostgresSplitStoreTests() : SplitStoreSuite(new PostgresStores());

/// <summary>The stores on PostgreSQL.</summary>
internal sealed class PostgresStores : IOpenStores
{
    private TestDatabase database = null!;
    private TestStores stores = null!;

    public IMarketReader MarketReader => stores.Markets;

    public IMarketStore Markets => stores.Markets;

    public IFactStore Facts => stores.Facts;

    public IFactReader FactReader => stores.FactReader;

    public ISplitStore Splits => stores.Splits;

    public async Task OpenAsync()
    {
        database = await TestDatabase.CreateAsync();
        stores = new TestStores(database.Source);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
