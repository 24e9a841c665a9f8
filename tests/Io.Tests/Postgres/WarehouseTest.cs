using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>A test with a fresh migrated database and its warehouse.</summary>
public abstract class WarehouseTest : IAsyncLifetime
{
    protected static readonly CancellationToken None = CancellationToken.None;

    protected TestDatabase Database { get; private set; } = null!;

    protected Warehouse Warehouse { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Warehouse = new Warehouse(Database.Source);
    }

    public async Task DisposeAsync() => await Database.DisposeAsync();
}
