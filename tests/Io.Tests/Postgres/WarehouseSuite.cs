using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>What every warehouse does, seen through its port alone.</summary>
public abstract partial class WarehouseSuite : IAsyncLifetime
{
    protected static readonly CancellationToken None = CancellationToken.None;

    protected IWarehouse Warehouse { get; private set; } = null!;

    public virtual async Task InitializeAsync() => Warehouse = await OpenAsync();

    public virtual Task DisposeAsync() => Task.CompletedTask;

    /// <summary>An empty warehouse.</summary>
    protected abstract Task<IWarehouse> OpenAsync();

    [Fact]
    public async Task A_committed_book_is_read_back_as_it_was()
    {
        var snapshot = Some.Snapshot(Some.Book("99.5x1 98x2", "100.25x0.125"));

        Assert.True(await Warehouse.CommitAsync(snapshot, None));

        var book = await Warehouse.FindBookAsync(Some.Market, Some.Slot(), None);
        var expected = new BookRecord(
            Some.Market, Some.Slot(), snapshot.Capture.ReceivedAt, Some.Hour.AddSeconds(1), 42,
            99.5m, 100.25m, 99.875m, 2, 1, true, snapshot.Capture.Sha256, snapshot.ArchiveKey);
        Assert.Equal(expected, book);
    }
}
