using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

public sealed class PostgresWarehouseTests : WarehouseSuite
{
    private TestDatabase database = null!;

    public override async Task DisposeAsync() => await database.DisposeAsync();

    protected override async Task<IWarehouse> OpenAsync()
    {
        database = await TestDatabase.CreateAsync();
        return new Warehouse(database.Source);
    }
}
