using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>A test with a fresh migrated database and its stores.</summary>
public abstract class StoreTest : IAsyncLifetime
{
    protected static readonly CancellationToken None = CancellationToken.None;

    protected TestDatabase Database { get; private set; } = null!;

    protected TestStores Stores { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Stores = new TestStores(Database.Source);
    }

    public async Task DisposeAsync() => await Database.DisposeAsync();
}
