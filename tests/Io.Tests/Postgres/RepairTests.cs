using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>What can be repaired is found, removed and recorded, and nothing else is.</summary>
public sealed class RepairTests : StoreTest
{
    private static readonly Market Binance = Market.Parse("binance:BTCUSDT");
    private static readonly RepairRules Rules = new(TimeSpan.FromMinutes(5), ["coinbase"]);

    private RepairStore Repairs => new(Stores.Database);

    [Fact]
    public async Task Gaps_of_slots_that_have_not_ended_are_removed_and_others_are_not()
    {
        var ahead = Slot.Containing(DateTimeOffset.UtcNow.AddHours(5), Some.SlotLength);
        await Stores.Facts.RecordGapsAsync(Some.Market, [Some.Slot()], DateTimeOffset.UtcNow, None);
        await Database.ExecuteAsync(
            $"INSERT INTO fact_gap SELECT market_id, '{ahead.Start:O}', interval '1 hour', 'not_running', now() FROM dim_market");

        var found = Assert.Single(await FindAsync());
        Assert.Equal((RepairKind.FutureGap, "coinbase:BTC-USD", ahead), (found.Kind, found.Subject, found.Slot));
        Assert.True(await Repairs.RepairAsync(found, Rules, None));
        Assert.False(await Repairs.RepairAsync(found, Rules, None));
        Assert.False(await Repairs.RepairAsync(found with { Slot = Some.Slot() }, Rules, None));

        Assert.Equal(["2026-11-22T10:00:00+00:00"], await Database.RowsAsync("SELECT slot FROM fact_gap"));
        Assert.Equal(["future_gap|coinbase:BTC-USD|not_running"], await Database.RowsAsync("SELECT kind, subject, removed->'fact_gap'->>'reason' FROM repair_record"));
    }

    [Fact]
    public async Task A_book_of_the_future_goes_with_everything_that_was_computed_from_it_and_its_object_stays_named()
    {
        var ahead = Slot.Containing(DateTimeOffset.UtcNow.AddHours(2), Some.SlotLength);
        await Stores.Facts.CommitAsync(Some.Snapshot(), None);
        await Stores.Facts.CommitAsync(
            Some.Snapshot(capture: Some.Capture("{\"ahead\":1}", slot: ahead), walks: [Some.Walk(Core.Markets.Side.Buy, 100, "101x1")]), None);

        var found = Assert.Single(await FindAsync());
        Assert.Equal((RepairKind.FutureBook, ahead), (found.Kind, found.Slot));
        Assert.True(await Repairs.RepairAsync(found, Rules, None));

        Assert.Equal(["2026-11-22T10:00:00+00:00"], await Database.RowsAsync("SELECT slot FROM fact_book"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM fact_cost"));
        Assert.Equal(
            ["book|", "failed|clock"], await Database.RowsAsync("SELECT outcome, kind FROM fact_pull WHERE archive_key IS NOT NULL ORDER BY slot"));
        Assert.Equal(["future_book"], await Database.RowsAsync("SELECT kind FROM repair_record WHERE removed->'fact_book'->0->>'archive_key' IS NOT NULL AND removed ? 'fact_cost'"));
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Splits_that_called_a_book_late_that_was_in_time_are_removed()
    {
        var (inTime, late) = (Some.Slot(), Some.Slot(1));
        await Stores.Facts.CommitAsync(Some.Snapshot(capture: Some.Capture("{\"a\":1}", Binance, inTime)), None);
        await Stores.Facts.CommitAsync(Some.Snapshot(capture: Some.Capture("{\"a\":2}", Binance, late, TimeSpan.FromMinutes(20))), None);
        await Stores.Markets.SaveListingAsync("binance", [Some.Product("BTCUSDT", "BTC/USDT")], Some.Hour, None);
        foreach (var slot in new[] { inTime, late })
        {
            var excluded = new MarketExclusion(Binance, SplitExclusion.Late);
            await Stores.Splits.SaveSplitsAsync([SomeSplit.Of("coinbase:BTC-USD", slot) with { Excluded = [excluded] }], None);
        }

        var found = Assert.Single(await FindAsync(new RepairRules(Rules.SplitDeadline, ["coinbase", "binance"])));
        Assert.Equal((RepairKind.LateSplit, "BTC", inTime, 1L), (found.Kind, found.Subject, found.Slot, found.Books));
        Assert.True(await Repairs.RepairAsync(found, Rules, None));

        // Until they are computed again, they are found again, and nothing more is removed.
        Assert.Equal([found.Slot], (await FindAsync(new RepairRules(Rules.SplitDeadline, ["coinbase", "binance"]))).Select(one => one.Slot));
        Assert.True(await Repairs.RepairAsync(found, Rules, None));

        foreach (var table in new[] { "fact_split", "fact_split_leg", "fact_split_single", "fact_split_excluded" })
        {
            Assert.Equal(["2026-11-22T11:00:00+00:00"], await Database.RowsAsync($"SELECT DISTINCT slot FROM {table}"));
        }

        Assert.Equal(["late_split|BTC|1"], await Database.RowsAsync("SELECT kind, subject, jsonb_array_length(removed->'fact_split') FROM repair_record"));
    }

    [Fact]
    public async Task Books_that_are_falsely_called_whole_are_found_by_market_and_never_removed()
    {
        foreach (var hour in new[] { 0, 1, 3 })
        {
            await Stores.Facts.CommitAsync(Some.Snapshot(capture: Some.Capture($"{{\"b\":{hour}}}", Binance, Some.Slot(hour))), None);
            await Stores.Facts.CommitAsync(Some.Snapshot(capture: Some.Capture($"{{\"c\":{hour}}}", slot: Some.Slot(hour))), None);
        }

        var found = Assert.Single(await FindAsync());

        Assert.Equal(
            (RepairKind.FalseWhole, "binance:BTCUSDT", Some.Slot(), 3L, Some.Hour.AddHours(3)),
            (found.Kind, found.Subject, found.Slot, found.Books, found.LastSlot));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Repairs.RepairAsync(found, Rules, None));
        Assert.Equal(6, await Database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
    }

    private Task<IReadOnlyList<Repairable>> FindAsync(RepairRules? rules = null) => Repairs.FindRepairableAsync(rules ?? Rules, 100, None);
}
