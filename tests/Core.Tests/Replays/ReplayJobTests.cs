using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;

namespace OrderBookSilo.Core.Tests.Replays;

public sealed class ReplayJobTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(60, 24 * 60)]
    [InlineData(1, 24)]
    [InlineData(5, 120)]
    [InlineData(24 * 60, 24 * 60)]
    [InlineData(7.5, 180)]
    public void A_page_spans_at_most_24_slots_and_never_more_than_a_day(double slotMinutes, double pageMinutes) =>
        Assert.Equal(TimeSpan.FromMinutes(pageMinutes), ReplayJob.PageLengthOf(TimeSpan.FromMinutes(slotMinutes)));

    [Theory]
    [InlineData(0, 72)]
    [InlineData(5, 6)]
    [InlineData(23, 25)]
    [InlineData(0, 24)]
    [InlineData(1.5, 47.25)]
    public void Every_instant_of_every_market_is_in_exactly_one_page(double fromHours, double toHours)
    {
        var job = Job(Midnight.AddHours(fromHours), Midnight.AddHours(toHours), ["a:1", "a:2"], ["b:1"]);
        var pages = Enumerable.Range(0, job.PageCount).Select(job.Page).ToList();

        for (var at = Midnight.AddHours(-1); at < Midnight.AddHours(73); at += TimeSpan.FromMinutes(15))
        {
            var isIn = at >= job.Request.From && at < job.Request.To;
            Assert.Equal(isIn ? ["a:1", "a:2", "b:1"] : [], pages.Where(page => page.Contains(at)).SelectMany(page => page.Markets).Select(market => market.ToString()).Order());
        }

        Assert.All(pages, page => Assert.Equal(page.From.UtcDateTime.Date, page.To.AddTicks(-1).UtcDateTime.Date));
    }

    [Fact]
    public void Pages_count_once_in_any_order_and_the_first_open_one_is_found()
    {
        var dice = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var count = dice.Next(1, 12);
            var (progress, done) = (ReplayProgress.None, new HashSet<int>());
            while (done.Count < count)
            {
                var page = dice.Next(count);
                progress = progress.With(page, new ReplayTally { Books = 1 << page });
                done.Add(page);
                var underWay = Enumerable.Range(0, count).Where(_ => dice.Next(3) == 0).ToList();

                Assert.Equal(done.Order(), Enumerable.Range(0, count).Where(progress.IsDone));
                Assert.Equal(done.Count, progress.PagesDone);
                Assert.Equal(done.Sum(one => 1L << one), progress.Tally.Books);
                Assert.Equal(
                    Enumerable.Range(0, count).Where(open => !done.Contains(open) && !underWay.Contains(open)).Cast<int?>().FirstOrDefault(),
                    progress.FindOpen(count, underWay));
            }

            Assert.Equal((count, 0), (progress.Next, progress.Ahead.Count));
        }
    }

    [Theory]
    [InlineData("fees-2026.1_b", true)]
    [InlineData("live", false)]
    [InlineData("", false)]
    [InlineData("-x", false)]
    [InlineData("a b", false)]
    [InlineData("a'b", false)]
    public void A_version_has_a_plain_name_other_than_that_of_the_pulls(string name, bool isVersion) =>
        Assert.Equal(isVersion, ReplayRequest.IsVersion(name));

    private static ReplayJob Job(DateTimeOffset from, DateTimeOffset to, params string[][] groups) => new(
        "id",
        new ReplayRequest(from, to, [], null, null, null, ReplayMode.Fill, null, false),
        [.. groups.Select(group => (IReadOnlyList<Market>)[.. group.Select(Market.Parse)])],
        TimeSpan.FromDays(1),
        Midnight,
        ReplayProgress.None);
}
