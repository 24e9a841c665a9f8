using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Tests.Spooling;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Io.Tests.Replays;

/// <summary>Pages of a replay with a real database and each kind of archive.</summary>
public abstract class ReplaySuite
{
    private const int Hours = 3;

    [Fact]
    public async Task Pulled_data_is_recomputed_row_for_row()
    {
        await using var world = await ReplayWorld.PulledAsync(Hours, await OpenAsync());

        var verified = await world.ReplayAsync(ReplayMode.Verify);

        Assert.Empty(verified.Findings);
        Assert.Equal((Hours, 0, 0), (verified.Tally.Books, verified.Tally.Differences, verified.Tally.Problems));
        Assert.Equal((await world.RowsAsync()).Count, verified.Tally.Rows);
    }

    [Fact]
    public async Task A_replay_leaves_out_frozen_books_as_the_stored_splits_do()
    {
        await using var world = await ReplayWorld.PulledAsync(1, await OpenAsync());
        for (var hour = 0; hour < 4; hour++)
        {
            await world.PullAsync(sequence: 7);
        }

        // 10 moved; 11 and 12 are not yet frozen, 13 and 14 are.
        Assert.Equal(
            ["13|frozen|2", "14|frozen|2"],
            await world.Database.RowsAsync("SELECT extract(hour FROM slot AT TIME ZONE 'UTC')::int, reason, count(*) FROM fact_split_excluded GROUP BY 1, 2 ORDER BY 1"));
        var verified = await world.ReplayAsync(ReplayMode.Verify);
        await world.ReplayAsync(ReplayMode.Version, "again");

        Assert.Equal((0, 0), (verified.Tally.Differences, verified.Tally.Problems));
        Assert.Equal(await world.RowsAsync(), await world.RowsAsync("again"));
    }

    [Fact]
    public async Task A_replay_of_captures_without_facts_finds_the_frozen_books_among_them()
    {
        await using var world = await ReplayWorld.PulledAsync(1, await OpenAsync());
        for (var hour = 0; hour < 4; hour++)
        {
            await world.ArchiveAsync(sequence: 7);
        }

        await world.ReplayAsync(ReplayMode.Fill);

        Assert.Equal(
            ["13|frozen|2", "14|frozen|2"],
            await world.Database.RowsAsync("SELECT extract(hour FROM slot AT TIME ZONE 'UTC')::int, reason, count(*) FROM fact_split_excluded GROUP BY 1, 2 ORDER BY 1"));
    }

    [Fact]
    public async Task An_unchanged_version_has_the_rows_of_live_and_leaves_live_untouched()
    {
        await using var world = await ReplayWorld.PulledAsync(Hours, await OpenAsync());
        var live = await world.RowsAsync();

        var first = await world.ReplayAsync(ReplayMode.Version, "again");
        var second = await world.ReplayAsync(ReplayMode.Version, "again");

        Assert.Equal(live, await world.RowsAsync("again"));
        Assert.Equal(live, await world.RowsAsync());
        Assert.Equal((live.Count, live.Count), (first.Tally.Written, second.Tally.Written));
    }

    [Fact]
    public async Task A_single_changed_value_in_any_table_is_reported_with_its_row_and_field()
    {
        await using var world = await ReplayWorld.PulledAsync(Hours, await OpenAsync());
        (string Table, string Field, string By)[] changes =
        [
            ("fact_book", "mid_price", "mid_price + 0.000000000000000001"),
            ("fact_depth", "levels", "levels + 1"),
            ("fact_imbalance", "imbalance", "imbalance / 2"),
            ("fact_cost", "slippage_bps", "slippage_bps + 1e-12"),
            ("fact_fill", "quantity", "quantity + 0.000000000000000001"),
            ("fact_round_trip", "received", "received - 0.01"),
            ("fact_split", "saving", "coalesce(saving, 0) + 1"),
            ("fact_split_leg", "fee", "fee + 1"),
            ("fact_split_single", "rank", "rank + 1"),
        ];
        foreach (var (table, field, by) in changes)
        {
            var row = $"(tableoid, ctid) = (SELECT tableoid, ctid FROM {table} WHERE {field} IS NOT NULL ORDER BY slot LIMIT 1)";
            Assert.Equal(1, await world.Database.ExecuteAsync($"UPDATE {table} SET {field} = {by} WHERE {row}"));
        }

        var verified = await world.ReplayAsync(ReplayMode.Verify);

        Assert.Equal(changes.Length, verified.Tally.Differences);
        Assert.Equal(
            changes.Select(change => (change.Table, (string?)change.Field)).Order(),
            verified.Findings.Select(found => (found.Place.Split(' ')[0], found.Field)).Order());
        Assert.All(verified.Findings, found => Assert.Equal((ReplayFindingKind.Different, true), (found.Kind, found.Stored != found.Replayed)));
    }

    [Fact]
    public async Task Missing_rows_of_live_are_filled_and_existing_rows_kept_and_differences_reported()
    {
        await using var world = await ReplayWorld.PulledAsync(Hours, await OpenAsync());
        var whole = await world.RowsAsync();
        foreach (var table in ReplayWorld.Tables.Where(table => table != "fact_book"))
        {
            var hour = table.StartsWith("fact_split", StringComparison.Ordinal) ? 2 : 1;
            Assert.True(table == "fact_split_excluded" || await world.Database.ExecuteAsync($"DELETE FROM {table} WHERE slot = '{Some.Hour.AddHours(hour):O}'") > 0);
        }

        var lost = whole.Count - (await world.RowsAsync()).Count;

        var dry = await world.ReplayAsync(ReplayMode.Fill, isDry: true);
        Assert.NotEqual(whole, await world.RowsAsync());
        var filled = await world.ReplayAsync(ReplayMode.Fill);

        Assert.Equal((lost, 0), (filled.Tally.Written, filled.Tally.Differences));
        Assert.Equal(lost, dry.Tally.Written);
        Assert.Equal(whole, await world.RowsAsync());

        await world.Database.ExecuteAsync($"UPDATE fact_cost SET fee = fee + 1 WHERE slot = '{Some.Hour:O}' AND side = 'buy'");
        var changed = await world.RowsAsync();
        var again = await world.ReplayAsync(ReplayMode.Fill);

        Assert.Equal((0, 1), (again.Tally.Written, again.Tally.Differences));
        Assert.Equal("fee", Assert.Single(again.Findings).Field);
        Assert.Equal(changed, await world.RowsAsync());
    }

    [Fact]
    public async Task An_additional_size_is_added_to_live_with_its_fills_and_live_still_verifies()
    {
        await using var world = await ReplayWorld.PulledAsync(Hours, await OpenAsync());
        var before = await world.RowsAsync();

        await world.ReplayAsync(ReplayMode.Fill, orderSize: 2_500);

        Assert.Empty(before.Except(await world.RowsAsync()));
        Assert.Equal(
            ["2500|6|6"],
            await world.Database.RowsAsync(
                """
                SELECT cost.order_size, count(*), count(*) FILTER (WHERE filled_amount = (SELECT sum(amount) FROM fact_fill AS fill
                    WHERE (fill.market_id, fill.slot, fill.version, fill.side, fill.order_size) = (cost.market_id, cost.slot, cost.version, cost.side, cost.order_size)))
                FROM fact_cost AS cost WHERE fills_stored AND order_size <> 10000 GROUP BY 1
                """));
        Assert.Empty((await world.ReplayAsync(ReplayMode.Verify)).Findings);
    }

    [Fact]
    public async Task Fees_and_fill_policy_change_only_the_related_fields()
    {
        await using var world = await ReplayWorld.PulledAsync(Hours, await OpenAsync());

        await world.ReplayAsync(ReplayMode.Version, "free", feeProfile: ReplayRequest.NoFees);
        await world.ReplayAsync(ReplayMode.Version, "seed", fillPolicy: FillPolicy.Seed);

        var free = await world.Stores.Postgres.Versions.CompareVersionsAsync("live", "free", [SpoolWorld.Market], DateTimeOffset.UnixEpoch, Some.Hour.AddDays(1), 1_000, CancellationToken.None);
        Assert.Equal(Hours, free.Slots);
        Assert.Equal(
            ["fact_cost all_in_price", "fact_cost cost_bps", "fact_cost fee", "fact_cost fee_rate", "fact_round_trip cost_with_fees", "fact_round_trip cost_with_fees_bps"],
            free.First.Select(found => $"{found.Place.Split(' ')[0]} {found.Field}").Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["exact|live", "seed|seed"], await world.Database.RowsAsync("SELECT DISTINCT fill_policy, version FROM fact_cost WHERE version IN ('live', 'seed') ORDER BY 1"));
    }

    [Fact]
    public async Task Slots_without_facts_use_the_earliest_capture_that_is_a_book()
    {
        await using var world = await ReplayWorld.PulledAsync(0, await OpenAsync());
        world.Stores.Venues.Simulator.Faults.Add(new Fault("coinbase", FaultKind.Crossed, "BTC-USD") { Count = 1 });
        await ArchiveOnlyAsync(world);
        world.Stores.Clock.Advance(TimeSpan.FromMinutes(1));
        var earliest = await ArchiveOnlyAsync(world);
        world.Stores.Clock.Advance(TimeSpan.FromMinutes(1));
        await ArchiveOnlyAsync(world);
        world.Stores.Clock.Advance(SpoolWorld.Hour);

        var version = await world.ReplayAsync(ReplayMode.Version, "v");
        Assert.Equal([$"v|{earliest}"], await world.Database.RowsAsync("SELECT version, archive_key FROM fact_book"));
        Assert.Equal((1, 0), (version.Tally.Books, version.Tally.Problems));

        var dry = await world.ReplayAsync(ReplayMode.Fill, isDry: true);
        var filled = await world.ReplayAsync(ReplayMode.Fill);
        Assert.Equal((await world.RowsAsync()).Count, filled.Tally.Written);
        Assert.Equal(filled.Tally.Written, dry.Tally.Written);
        Assert.Equal([$"live|{earliest}"], await world.Database.RowsAsync("SELECT version, archive_key FROM fact_book WHERE version = 'live'"));
        Assert.All((await world.ReplayAsync(ReplayMode.Verify)).Findings, found => Assert.StartsWith("fact_split", found.Place, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_computed_with_other_settings_cannot_be_extended()
    {
        await using var world = await ReplayWorld.PulledAsync(1, await OpenAsync());
        await world.ReplayAsync(ReplayMode.Version, "v", orderSize: 500);
        var before = await world.RowsAsync("v");

        var otherSize = await Assert.ThrowsAsync<InvalidOperationException>(() => world.ReplayAsync(ReplayMode.Version, "v"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.ReplayAsync(ReplayMode.Version, "v", orderSize: 500, feeProfile: ReplayRequest.NoFees));
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.ReplayAsync(ReplayMode.Version, "v", orderSize: 500, fillPolicy: FillPolicy.Seed));
        var again = await world.ReplayAsync(ReplayMode.Version, "v", orderSize: 500);

        Assert.Contains("version v was computed with settings that differ", otherSize.Message, StringComparison.Ordinal);
        Assert.Equal(before, await world.RowsAsync("v"));
        Assert.Equal(before.Count, again.Tally.Written);
    }

    [Fact]
    public async Task A_dropped_version_accepts_no_more_pages_and_is_deleted()
    {
        await using var world = await ReplayWorld.PulledAsync(1, await OpenAsync());
        await world.ReplayAsync(ReplayMode.Version, "v");
        await world.Database.ExecuteAsync("UPDATE data_version SET is_dropped = true WHERE version = 'v'");

        await Assert.ThrowsAsync<InvalidOperationException>(() => world.ReplayAsync(ReplayMode.Version, "v"));
        await world.Database.ExecuteAsync("DELETE FROM data_version WHERE version = 'v'");
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.ReplayAsync(ReplayMode.Version, "v"));
    }

    [Fact]
    public async Task A_book_whose_facts_the_database_rejects_does_not_block_others()
    {
        await using var world = await ReplayWorld.PulledAsync(0, await OpenAsync());
        await world.Database.ExecuteAsync("ALTER TABLE fact_book ADD CONSTRAINT refused CHECK (sequence <> 11)");
        foreach (var hour in new[] { 10, 11, 12 })
        {
            await world.ArchiveAsync();
            Assert.Equal(hour + 1, world.Stores.Slot.Start.Hour);
        }

        var filled = await world.ReplayAsync(ReplayMode.Fill);

        Assert.Equal((2, 1), (filled.Tally.Books, filled.Tally.Problems));
        Assert.Contains("refused", Assert.Single(filled.Findings).Message, StringComparison.Ordinal);
        Assert.Equal(2, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
    }

    [Fact]
    public async Task Damaged_missing_and_foreign_objects_are_reported_and_the_rest_is_computed()
    {
        await using var world = await ReplayWorld.PulledAsync(1, await OpenAsync());
        var (damaged, missing) = (await world.PullAsync(), await world.PullAsync());
        await DamageAsync(damaged.ArchiveKey);
        await DeleteAsync(missing.ArchiveKey);
        await PutForeignAsync(damaged.ArchiveKey.Replace(".json.gz", ".notes", StringComparison.Ordinal));

        var result = await world.ReplayAsync(ReplayMode.Version, "v");

        Assert.Equal((1, 3), (result.Tally.Books, result.Tally.Problems));
        Assert.Equal(
            [ReplayFindingKind.DamagedObject, ReplayFindingKind.ForeignObject, ReplayFindingKind.MissingObject],
            result.Findings.Select(found => found.Kind).OrderBy(kind => kind.ToString()));
        Assert.Equal(1, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_book WHERE version = 'v'"));
    }

    /// <summary>An empty archive.</summary>
    private protected abstract Task<IArchive> OpenAsync();

    private protected abstract Task DeleteAsync(string key);

    /// <summary>Truncates an object to half its size.</summary>
    private protected abstract Task DamageAsync(string key);

    private protected abstract Task PutForeignAsync(string key);

    private static async Task<string> ArchiveOnlyAsync(ReplayWorld world)
    {
        var fetched = await world.Stores.Venues.Fetcher.FetchBookAsync(SpoolWorld.Market, SpoolWorld.Hour, RequestPriority.First, CancellationToken.None);
        return (await world.Stores.Archive.StoreAsync(fetched.Outcome.Value, CancellationToken.None)).Key;
    }
}
