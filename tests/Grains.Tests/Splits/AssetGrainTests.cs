using Npgsql;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Tests.Markets;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Grains.Tests.Splits;

/// <summary>The splits of a slot as facts: when they are computed, from which books, and that they are computed once.</summary>
public sealed class AssetGrainTests
{
    private const string Coinbase = "coinbase:BTC-USD";
    private const string Tether = "coinbase:BTC-USDT";
    private const string Binance = "binance:BTCUSDT";
    private const string Converter = "coinbase:USDT-USD";
    private const string Euro = "coinbase:BTC-EUR";
    private const int SlotsOfOneRun = 12;

    /// <summary>Two currencies, two sides, two order sizes.</summary>
    private const int SplitsOfBtc = 8;

    private static readonly TimeSpan EarlyInSlot = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_slot_is_split_once_all_its_markets_have_a_book()
    {
        await using var world = await EarlyAsync();
        await using var silo = await TestSilo.StartAsync(world);

        // A converter that is not known yet is looked for again only after a minute.
        await silo.Registry.StartAllAsync([Converter]);
        await Eventually.GetAsync(
            () => silo.Market(Converter).GetSummaryAsync(CancellationToken.None), converter => converter.Slot is not null, "the converter's book");
        await silo.Registry.StartAllAsync([Coinbase, Tether, Binance, Converter]);
        await SplitsAsync(world, SplitsOfBtc);

        Assert.Equal(0, await world.CountAsync("fact_split_excluded WHERE asset = 'BTC'"));
        Assert.Equal(SplitsOfBtc, await world.CountAsync("fact_split WHERE asset = 'BTC' AND complete AND saving >= 0 AND gap >= 0 AND skew_seconds < 60"));
        Assert.Equal(0, await world.CountAsync(
            """
            (SELECT FROM fact_split AS split
             JOIN LATERAL (SELECT sum(quantity) AS quantity, sum(amount) AS amount FROM fact_split_leg AS leg
                           WHERE (leg.asset, leg.currency, leg.slot, leg.side, leg.order_size, leg.version)
                               = (split.asset, split.currency, split.slot, split.side, split.order_size, split.version)) AS legs ON true
             WHERE legs.quantity <> split.quantity OR abs(legs.amount - split.amount) > 1e-15) AS wrong
            """));

        await silo.Market(Coinbase).PullNowAsync(world.Time.GetUtcNow());
        await silo.Market(Binance).PullNowAsync(world.Time.GetUtcNow());
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(SplitsOfBtc, await world.CountAsync("fact_split WHERE asset = 'BTC'"));
    }

    [Fact]
    public async Task At_the_deadline_a_slot_is_split_over_the_books_that_arrived_in_time()
    {
        await using var world = await EarlyAsync();
        world.Venues.Faults.Add(new Fault("binance", FaultKind.Status, "BTCUSDT") { Status = 451 });
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Coinbase, Tether, Binance]);
        await Eventually.GetAsync(() => world.CountAsync("fact_book"), count => count == 2, "two books");
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        Assert.Equal(0, await world.CountAsync("fact_split"));

        // After the deadline, with the market's book arriving only now.
        world.Time.Shift(world.SlotLength / 12);
        world.Venues.Faults.Clear();
        await silo.Market(Binance).PullNowAsync(world.Time.GetUtcNow());
        await SplitsAsync(world, SplitsOfBtc);

        Assert.Equal(SplitsOfBtc, await world.CountAsync("fact_split_excluded JOIN dim_market USING (market_id) WHERE market = 'binance:BTCUSDT' AND reason = 'late'"));
        Assert.Equal(SplitsOfBtc, await world.CountAsync("fact_split_excluded WHERE reason = 'no_conversion'"));
        Assert.Equal(SplitsOfBtc, await world.CountAsync("fact_split WHERE markets_used = 1"));
    }

    [Fact]
    public async Task Splits_missed_before_a_restart_are_computed_after_it_from_the_archive()
    {
        await using var world = await EarlyAsync();
        await using (var before = await TestSilo.StartAsync(world))
        {
            await before.Registry.StartAllAsync([Coinbase, Tether]);
            await SplitsAsync(world, SplitsOfBtc);
        }

        var were = await world.Database.RowsAsync(Facts);
        await world.Database.ExecuteAsync("TRUNCATE fact_split, fact_split_leg, fact_split_single, fact_split_excluded");
        await using var silo = await TestSilo.StartAsync(world);
        world.Venues.Faults.Add(new Fault("coinbase", FaultKind.Status, "BTC-USD") { Status = 500 });
        await silo.Market(Tether).PullNowAsync(world.Time.GetUtcNow());
        await SplitsAsync(world, SplitsOfBtc);

        Assert.Equal(were, await world.Database.RowsAsync(Facts));
    }

    [Fact]
    public async Task A_book_received_in_time_and_stored_late_is_in_the_splits_after_all()
    {
        await using var world = await EarlyAsync();
        await using var silo = await TestSilo.StartAsync(world);
        string[] markets = [Coinbase, Tether, Binance, Converter];
        await silo.Registry.StartAllAsync(markets);
        await SplitsAsync(world, SplitsOfBtc);
        world.Time.Shift(world.SlotLength);

        // The store of one market's book hangs until the deadline has passed.
        await using (var connection = await world.Database.Source.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand($"SELECT FROM dim_market WHERE market = '{Binance}' FOR UPDATE", connection);
            await hold.ExecuteNonQueryAsync();
            _ = silo.Market(Binance).PullNowAsync(world.Time.GetUtcNow());
            await Task.WhenAll(markets.Where(market => market != Binance).Select(market => silo.Market(market).PullNowAsync(world.Time.GetUtcNow())));
            await Eventually.GetAsync(() => Task.FromResult(world.Venues.Requests.CountOf("binance", "BTCUSDT")), count => count == 2, "the request for the book");
            world.Time.Shift(world.SlotLength / 12);
            await silo.Market(Coinbase).PullNowAsync(world.Time.GetUtcNow());
            await SplitsAsync(world, SplitsOfBtc * 2);
            Assert.Equal(SplitsOfBtc, await world.CountAsync("fact_split_excluded WHERE asset = 'BTC' AND reason = 'late'"));
        }

        await Eventually.GetAsync(
            () => world.CountAsync("fact_split_excluded WHERE asset = 'BTC'"), count => count == 0, "the splits with the book that was stored late");
        Assert.Equal(SplitsOfBtc * 2, await world.CountAsync("fact_split WHERE asset = 'BTC' AND books = 4"));
        Assert.Equal(0, await DifferencesAsync(silo, world));
    }

    [Fact]
    public async Task The_slot_in_which_a_silo_starts_late_waits_for_its_books()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Faults.Add(new Fault("binance", FaultKind.Delay, "BTCUSDT") { DelayMs = 3000 });
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Coinbase, Tether, Binance, Converter]);
        await SplitsAsync(world, SplitsOfBtc);

        Assert.Equal(0, await world.CountAsync("fact_split_excluded WHERE asset = 'BTC'"));
        Assert.Equal(SplitsOfBtc, await world.CountAsync("fact_split WHERE asset = 'BTC' AND complete"));
        Assert.Equal(0, await DifferencesAsync(silo, world));
    }

    [Fact]
    public async Task Slots_that_can_have_no_splits_do_not_keep_later_ones_from_theirs()
    {
        await using var world = await EarlyAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Euro]);
        await Eventually.GetAsync(() => world.CountAsync("fact_book"), count => count == 1, "a book in a currency without order sizes");
        var slot = Slot.Containing(world.Time.GetUtcNow(), world.SlotLength);
        await silo.Service<Partitions>().EnsureAsync(slot.Start - (SlotsOfOneRun * slot.Length), CancellationToken.None);
        await world.Database.ExecuteAsync(
            $"""
            INSERT INTO fact_book
            SELECT (jsonb_populate_record(book, jsonb_build_object('slot', book.slot - back * book.slot_length, 'received_at', book.received_at - back * book.slot_length))).*
            FROM fact_book AS book CROSS JOIN generate_series(1, {SlotsOfOneRun}) AS back
            """);

        await silo.Registry.StartAllAsync([Coinbase]);
        await SplitsAsync(world, SplitsOfBtc / 2);
    }

    private static async Task<long> DifferencesAsync(TestSilo silo, World world)
    {
        var slot = Slot.Containing(world.Time.GetUtcNow(), world.SlotLength);
        var request = new ReplayRequest(slot.Start, slot.End, [], null, null, null, ReplayMode.Verify, Version: null, IsDry: false);
        var page = new ReplayPage([.. new[] { Binance, Coinbase, Tether }.Select(Market.Parse)], slot.Start, slot.End);
        var verified = await silo.Service<Replayer>().RunAsync(request, page, _ => Task.CompletedTask, CancellationToken.None);
        Assert.NotEqual(0, verified.Tally.Books);
        return verified.Tally.Differences;
    }

    private const string Facts =
        "SELECT concat_ws('/', asset, currency, slot, side, order_size, amount, quantity, all_in_price, mid_price, cost_bps, saving, marginal_price, gap) FROM fact_split ORDER BY 1";

    private static async Task<World> EarlyAsync()
    {
        var world = await World.CreateAsync();
        world.Time.ShowAfterSlotStart(world.SlotLength, EarlyInSlot, slotsLater: 1);
        return world;
    }

    private static Task SplitsAsync(World world, int count) =>
        Eventually.GetAsync(() => world.CountAsync("fact_split WHERE asset = 'BTC'"), splits => splits == count, $"{count} splits");
}
