using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

// Tests of books.
public abstract partial class FactStoreSuite(IOpenStores stores) : StoreSuite(stores)
{
    [Fact]
    public async Task A_committed_book_is_read_back_unchanged()
    {
        var snapshot = Some.Snapshot(Some.Book("99.5x1 98x2", "100.25x0.125"));

        Assert.True(await Facts.CommitAsync(snapshot, None));

        var book = await Facts.FindBookAsync(Some.Market, Some.Slot(), None);
        var expected = new BookRecord(
            Some.Market, Some.Slot(), snapshot.Capture.ReceivedAt, Some.Hour.AddSeconds(1), 42,
            99.5m, 100.25m, 99.875m, 2, 1, true, snapshot.Capture.Sha256, snapshot.ArchiveKey)
        {
            UnmovedSince = Some.Hour,
        };
        Assert.Equal(expected, book);
    }

    [Fact]
    public async Task A_one_sided_book_has_no_mid_and_a_truncated_one_is_marked()
    {
        await Facts.CommitAsync(Some.Snapshot(Some.Book("", "101x1 102x1", isWhole: false)), None);

        var book = await Facts.FindBookAsync(Some.Market, Some.Slot(), None);

        Assert.NotNull(book);
        Assert.Null(book.BestBid);
        Assert.Null(book.MidPrice);
        Assert.Equal(101, book.BestAsk);
        Assert.Equal((0, 2, false), (book.BidLevels, book.AskLevels, book.DepthComplete));
    }

    [Fact]
    public async Task Committing_the_same_snapshot_again_changes_nothing()
    {
        var snapshot = Some.Snapshot();
        await Facts.CommitAsync(snapshot, None);

        Assert.False(await Facts.CommitAsync(snapshot, None));

        Assert.Single(await FactReader.ReadHistoryAsync(Some.Market, Some.Hour, Some.Hour.AddDays(1), Many, None));
    }

    [Fact]
    public async Task The_first_book_of_a_slot_is_kept()
    {
        var first = Some.Snapshot(Some.Book("99x1", "101x1"), Some.Capture("first"));
        var second = Some.Snapshot(Some.Book("199x1", "201x1"), Some.Capture("second", delay: TimeSpan.FromMinutes(5)));

        Assert.True(await Facts.CommitAsync(first, None));
        Assert.False(await Facts.CommitAsync(second, None));

        var book = await Facts.FindBookAsync(Some.Market, Some.Slot(), None);
        Assert.Equal(first.ArchiveKey, book!.ArchiveKey);
        Assert.Equal(100, book.MidPrice);
    }

    [Fact]
    public async Task Of_concurrent_commits_for_one_slot_exactly_one_is_kept()
    {
        for (var round = 0; round < 10; round++)
        {
            var slot = Some.Slot(round);
            using var start = new Barrier(8);
            var commits = Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
                () =>
                {
                    var capture = Some.Capture($"racer {i}", slot: slot, delay: TimeSpan.FromSeconds(i));
                    start.SignalAndWait();
                    return Facts.CommitAsync(Some.Snapshot(capture: capture), None);
                },
                None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap());

            Assert.Single(await Task.WhenAll(commits), won => won);
        }

        Assert.Equal(10, (await FactReader.ReadHistoryAsync(Some.Market, Some.Hour, Some.Hour.AddDays(1), Many, None)).Count);
    }

    [Fact]
    public async Task The_latest_book_is_found_without_a_slot()
    {
        Assert.Null(await Facts.FindBookAsync(Some.Market, null, None));
        foreach (var hours in new[] { 3, 5, 4 })
        {
            await Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(slot: Some.Slot(hours))), None);
        }

        Assert.Equal(Some.Slot(5), (await Facts.FindBookAsync(Some.Market, null, None))!.Slot);
        Assert.Null(await Facts.FindBookAsync(Some.Market, Some.Slot(6), None));
    }
}
