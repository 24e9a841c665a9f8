using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

public abstract class FactReaderSuite(IOpenStores stores) : StoreSuite(stores)
{
    [Fact]
    public async Task History_is_bounded_and_newest_first_within_a_half_open_range()
    {
        for (var hours = 0; hours < 6; hours++)
        {
            await Facts.CommitAsync(Some.Snapshot(capture: Some.Capture(slot: Some.Slot(hours))), None);
        }

        var history = await FactReader.ReadHistoryAsync(Some.Market, Some.Hour.AddHours(1), Some.Hour.AddHours(5), 3, None);

        Assert.Equal([Some.Slot(4), Some.Slot(3), Some.Slot(2)], history.Select(book => book.Slot));
        Assert.Equal(4, (await FactReader.ReadHistoryAsync(Some.Market, Some.Hour.AddHours(1), Some.Hour.AddHours(5), Many, None)).Count);
    }

    [Fact]
    public async Task Gaps_are_bounded_and_newest_first_within_a_half_open_range()
    {
        await Facts.RecordGapsAsync(Some.Market, [.. Enumerable.Range(0, 5).Select(hours => Some.Slot(hours))], Some.Hour.AddHours(9), None);

        var gaps = await FactReader.ReadGapsAsync(Some.Hour.AddHours(1), Some.Hour.AddHours(4), 2, None);

        Assert.Equal([Some.Slot(3), Some.Slot(2)], gaps.Select(gap => gap.Slot));
    }

    [Fact]
    public async Task A_failure_is_read_back_unchanged()
    {
        var failure = Some.Failure(FailureKind.GeoBlocked, at: TimeSpan.FromSeconds(2), message: "not from here", status: 451) with
        {
            BodyHead = "<html>blocked</html>",
        };
        var defect = Some.Failure(FailureKind.Crossed, at: TimeSpan.FromSeconds(40)) with { Sha256 = new string('a', 64), ArchiveKey = "raw/x" };
        await Facts.RecordFailureAsync(failure, None);
        await Facts.RecordFailureAsync(defect, None);
        await Facts.RecordFailureAsync(defect, None);

        Assert.Equal([defect, failure], await FailuresAsync());
    }

    [Fact]
    public async Task A_venues_message_is_stored_even_where_it_is_not_valid_text()
    {
        var failure = Some.Failure(FailureKind.NotJson, message: "nul \0 half \uD83D") with { BodyHead = "\0\0" };

        await Facts.RecordFailureAsync(failure, None);

        var read = Assert.Single(await FailuresAsync());
        Assert.Equal(("nul \uFFFD half \uFFFD", "\uFFFD\uFFFD"), (read.Failure.Message, read.BodyHead));
    }

    [Fact]
    public async Task Failures_of_one_or_all_markets_are_bounded_and_newest_first()
    {
        foreach (var minute in Enumerable.Range(0, 4))
        {
            var at = TimeSpan.FromMinutes(minute);
            await Facts.RecordFailureAsync(Some.Failure(FailureKind.Timeout, minute % 2 == 0 ? Some.Market : Other, at: at), None);
        }

        var (from, to) = (Some.Hour.AddMinutes(1), Some.Hour.AddMinutes(3));
        var all = await FactReader.ReadFailuresAsync(null, from, to, Many, None);
        var some = await FactReader.ReadFailuresAsync(Other, from, to, Many, None);
        var bounded = await FactReader.ReadFailuresAsync(null, Some.Hour, Some.Hour.AddHours(1), 1, None);

        Assert.Equal([Some.Market, Other], all.Select(failure => failure.Market));
        Assert.Equal(Other, Assert.Single(some).Market);
        Assert.Equal(Some.Hour.AddMinutes(3), Assert.Single(bounded).RequestedAt);
    }

    private Task<IReadOnlyList<FailedPull>> FailuresAsync() =>
        FactReader.ReadFailuresAsync(null, Some.Hour.AddDays(-1), Some.Hour.AddDays(3), Many, None);
}
