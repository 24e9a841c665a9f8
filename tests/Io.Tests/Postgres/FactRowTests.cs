using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The rows that a commit writes to PostgreSQL.</summary>
public sealed class FactRowTests : StoreTest
{
    [Fact]
    public async Task A_commit_writes_one_row_per_fact()
    {
        var depth = new DepthBand(Side.Buy, 10, 1.5m, 150.25m, 3, null);
        var unknown = new DepthBand(Side.Sell, 500, null, null, null, MetricReason.Truncated);
        await Stores.Facts.CommitAsync(
            Some.Snapshot(walks: [Some.Walk(Side.Buy, 407, "101x1 102x3"), Some.Walk(Side.Sell, 1000, "99x1", reason: MetricReason.Shallow)], depth: [depth, unknown]),
            None);

        Assert.Equal(
            ["buy|10|1.5|150.25|3|", "sell|500||||truncated"],
            await Database.RowsAsync("SELECT side, band_bps, quantity, amount, levels, reason FROM fact_depth ORDER BY side"));
        Assert.Equal(
            ["buy|407|exact|true||407|0|4|101.75|102|1.5|0.5|2", "sell|1000|exact|false|shallow|99||1|99|99|||1"],
            await Database.RowsAsync("""
                SELECT side, order_size, fill_policy, complete, reason, filled_amount, unspent, quantity, average_price, worst_price,
                       slippage_bps, slippage_best_bps, levels
                FROM fact_cost ORDER BY side
                """));
        Assert.Equal(
            ["buy|1|101|1|101", "buy|2|102|3|306", "sell|1|99|1|99"],
            await Database.RowsAsync("SELECT side, position, price, quantity, amount FROM fact_fill ORDER BY side, position"));
        Assert.Equal(
            ["book||200|2026-11-22T10:00:02.25+00:00|2026-11-22T10:00:02.75+00:00"],
            await Database.RowsAsync("SELECT outcome, kind, http_status, requested_at, ended_at FROM fact_pull"));
    }

    [Fact]
    public async Task The_fills_of_every_walk_add_up_to_its_filled_amount_and_quantity()
    {
        var levels = string.Join(' ', Enumerable.Range(1, 300).Select(i => $"{100_000 + i}.{i % 100:00}x0.{i * 7919 % 100_000_000:00000000}"));
        var options = new SnapshotOptions([1_000], [70, 777, 1_000, 100_000], FillPolicy.Exact, [10, 100], 20_000);
        var capture = Some.Capture();
        var archived = new ArchivedCapture(Some.ArchiveKey(capture), capture);

        await Stores.Facts.CommitAsync(SnapshotBuilder.Build(archived, Some.Book("99999x20", levels), options), None);

        Assert.Equal(
            ["8|8"],
            await Database.RowsAsync("""
                SELECT count(*) AS walks,
                       count(*) FILTER (WHERE fill.amount = cost.filled_amount AND fill.quantity = cost.quantity) AS agreeing
                FROM fact_cost AS cost
                JOIN (SELECT market_id, slot, version, side, order_size, fill_policy, sum(amount) AS amount, sum(quantity) AS quantity
                      FROM fact_fill GROUP BY 1, 2, 3, 4, 5, 6) AS fill USING (market_id, slot, version, side, order_size, fill_policy)
                """));
    }

    [Fact]
    public async Task Every_exact_number_is_stored_to_its_last_digit()
    {
        var random = new Random(20261122);
        string[] edges =
        [
            "0", "1", "9999", "10000", "10001", "0.0001", "0.00001", "0.1234", "0.12345", "100000000.00000001",
            "99999999999999999999999999999999999999", "0.99999999999999999999999999999999999",
            "12345678901234567890.123456789012345678", "0.000000000000000000000000000000000001", "170141183460469231731687303715884105727",
        ];
        var numbers = edges.Select(Exact.Parse).Concat(Enumerable.Range(0, 2000).Select(_ => RandomExact(random))).ToList();
        var depth = numbers.Select((number, i) => new DepthBand(Side.Buy, i + 1, number, number, 1, null)).ToList();

        await Stores.Facts.CommitAsync(Some.Snapshot(depth: depth), None);

        var stored = await Database.RowsAsync("SELECT quantity::text AS quantity FROM fact_depth ORDER BY band_bps");
        Assert.Equal(numbers.Select(number => number.ToString()), stored);
    }

    [Fact]
    public async Task A_book_that_is_too_late_leaves_only_its_attempt()
    {
        var late = Some.Snapshot(
            capture: Some.Capture("late", delay: TimeSpan.FromMinutes(5)), walks: [Some.Walk(Side.Buy, 407, "101x1 102x3")]);
        await Stores.Facts.CommitAsync(Some.Snapshot(), None);

        await Stores.Facts.CommitAsync(late, None);
        await Stores.Facts.CommitAsync(late, None);

        Assert.Equal(["book", "superseded"], await Database.RowsAsync("SELECT outcome FROM fact_pull ORDER BY requested_at"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM fact_cost"));
    }

    [Fact]
    public async Task The_same_archived_capture_is_one_attempt_whatever_its_times()
    {
        var again = Some.Snapshot(capture: Some.Capture(delay: TimeSpan.FromMinutes(5)));
        await Stores.Facts.CommitAsync(Some.Snapshot(), None);

        Assert.False(await Stores.Facts.CommitAsync(again, None));

        Assert.Equal(["book"], await Database.RowsAsync("SELECT outcome FROM fact_pull"));
    }

    [Fact]
    public async Task Concurrent_commits_leave_the_facts_of_one_book_and_a_row_for_every_attempt()
    {
        var racers = Enumerable.Range(1, 8).Select(i => Some.Snapshot(
            capture: Some.Capture($"racer {i}", delay: TimeSpan.FromSeconds(i)), walks: [Some.Walk(Side.Buy, i, $"101x{i}")]));

        await Task.WhenAll(racers.Select(racer => Task.Run(() => Stores.Facts.CommitAsync(racer, None))));

        Assert.Equal(["1|1|1|1|7"], await Database.RowsAsync("""
            SELECT (SELECT count(*) FROM fact_book) AS books, (SELECT count(*) FROM fact_cost) AS costs, (SELECT count(*) FROM fact_fill) AS fills,
                   count(*) FILTER (WHERE outcome = 'book') AS won, count(*) FILTER (WHERE outcome = 'superseded') AS lost
            FROM fact_pull
            """));
    }

    [Fact]
    public async Task A_cancelled_commit_writes_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await Stores.Markets.StartMarketAsync(Some.Market, Some.Hour, Some.SlotLength, None);
        var walks = Enumerable.Range(1, 3000).Select(i => Some.Walk(Side.Buy, i, "101x1 102x3 103x9")).ToList();
        var commit = Stores.Facts.CommitAsync(Some.Snapshot(walks: walks), cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit);

        Assert.Equal(["0|0"], await Database.RowsAsync("SELECT (SELECT count(*) FROM fact_book) AS books, (SELECT count(*) FROM fact_fill) AS fills"));
        Assert.True(await Stores.Facts.CommitAsync(Some.Snapshot(walks: walks), None));
    }

    private static Exact RandomExact(Random random)
    {
        var digits = random.Next(1, 39);
        var mantissa = Int128.Zero;
        for (var i = 0; i < digits; i++)
        {
            mantissa = (mantissa * 10) + random.Next(10);
        }

        return Exact.FromScaled(mantissa, random.Next(Exact.ScaleMax + 1));
    }
}
