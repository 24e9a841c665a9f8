using System.Diagnostics;
using System.Text;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Grains.Tests.Markets;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator.Faults;
using Pair = OrderBookSilo.Core.Markets.Pair;

namespace OrderBookSilo.Grains.Tests.Questions;

public sealed class PairGrainTests
{
    private const string Coinbase = "coinbase:BTC-USDT";
    private const string Binance = "binance:BTCUSDT";
    private const string Text = "BTC/USDT";

    [Fact]
    public async Task The_best_prices_of_a_pair_are_those_of_all_its_markets()
    {
        await using var world = await World.CreateAsync();
        PinCoinbase(world, bid: "100.5", ask: "101");
        PinBinance(world, bid: "100", ask: "100.75");
        await using var silo = await TestSilo.StartAsync(world);

        await silo.Registry.StartAllAsync([Coinbase, Binance, "coinbase:BTC-USD"]);
        var prices = await BothAsync(silo);

        Assert.Equal((Text, new MarketPrice(Coinbase, "100.5"), new MarketPrice(Binance, "100.75")), (prices.Pair, prices.BestBid, prices.BestAsk));
        Assert.Equal([(Binance, "100", "100.75", "100.375"), (Coinbase, "100.5", "101", "100.75")], prices.Markets.Select(m => (m.Market, m.BestBid, m.BestAsk, m.Mid)));
        Assert.Empty(prices.Excluded);
        var times = prices.Markets.Select(market => market.ReceivedAt).ToList();
        Assert.Equal((times.Max() - times.Min()).TotalSeconds, prices.MaxSkewSeconds!.Value, 0.001);
    }

    [Fact]
    public async Task A_market_that_is_stopped_or_has_no_book_or_an_old_one_is_excluded_with_the_reason()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Faults.Add(new Fault("binance", FaultKind.Status, "BTCUSDT") { Status = 451 });
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Coinbase, Binance]);

        var without = await Eventually.GetAsync(
            () => silo.Pair(Text).GetPricesAsync(), seen => seen is { Markets.Count: 1, Excluded.Count: 1 }, "one market with and one without a book");
        world.Time.Shift(world.SlotLength * 2);
        world.Time.Shift(TimeSpan.FromMinutes(1));
        var old = await silo.Pair(Text).GetPricesAsync();
        await silo.Registry.RemoveAsync(Coinbase);
        var stopped = await silo.Pair(Text).GetPricesAsync();

        Assert.Equal([new ExcludedMarket(Binance, "no_book")], without.Excluded);
        Assert.Equal([new(Binance, "no_book"), new(Coinbase, "stale")], old.Excluded);
        Assert.Equal([new(Binance, "no_book"), new(Coinbase, "stopped")], stopped.Excluded);
        Assert.Equal((null, null, null), (stopped.BestBid, stopped.BestAsk, stopped.MaxSkewSeconds));
    }

    [Fact]
    public async Task A_market_that_does_not_answer_in_time_delays_no_other()
    {
        await using var world = await ForgetfulAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await using var connection = await world.Database.Source.OpenConnectionAsync();
        await using var locking = await LockBooksAsync(connection);

        var clock = Stopwatch.StartNew();
        var prices = await silo.Pair(Text).GetPricesAsync();
        var took = clock.Elapsed;
        await locking.RollbackAsync();

        Assert.Equal([Coinbase], prices.Markets.Select(market => market.Market));
        Assert.Equal([new ExcludedMarket(Binance, "no_answer")], prices.Excluded);
        Assert.InRange(took, BookCollector.AskTimeMax - TimeSpan.FromMilliseconds(50), BookCollector.AskTimeMax * 2.5);
        await BothAsync(silo);
    }

    [Fact]
    public async Task A_cancelled_call_does_not_wait_for_a_market_that_does_not_answer()
    {
        await using var world = await ForgetfulAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await using var connection = await world.Database.Source.OpenConnectionAsync();
        await using var locking = await LockBooksAsync(connection);
        using var given = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => silo.Market(Binance).GetBookAsync(null, given.Token));
        var took = clock.Elapsed;
        await locking.RollbackAsync();

        Assert.True(took < BookCollector.AskTimeMax, $"it took {took}");
        await BothAsync(silo);
    }

    [Fact]
    public async Task An_unchanged_book_is_not_fetched_from_its_market_again()
    {
        await using var world = await World.CreateAsync();
        PinCoinbase(world, bid: "100", ask: "101");
        PinBinance(world, bid: "100", ask: "101");
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Coinbase, Binance]);
        await BothAsync(silo);
        Assert.True(Pair.TryParse(Text, out var pair));
        var books = silo.Service<BookCollector>();

        var first = await books.CollectAsync(pair);
        var again = await books.CollectAsync(pair);
        PinCoinbase(world, bid: "100", ask: "102");
        await silo.Market(Coinbase).PullNowAsync(world.Time.GetUtcNow());
        var changed = await books.CollectAsync(pair);

        Assert.All(first.Books.Zip(again.Books), both => Assert.Same(both.First.Book, both.Second.Book));
        Assert.Equal([(Binance, true), (Coinbase, false)], first.Books.Zip(changed.Books, (f, c) => (c.Market.ToString(), ReferenceEquals(f.Book, c.Book))));
        Assert.Equal("102", changed.Books[1].Book.BestAsk.ToString());
    }

    [Fact]
    public async Task A_market_reports_its_pair_even_while_the_registry_waits_for_it()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Faults.Add(new Fault("coinbase", FaultKind.Delay, "BTC-USDT") { DelayMs = 1_000, Count = 1 });
        await using var silo = await TestSilo.StartAsync(world);
        var clock = Stopwatch.StartNew();

        await silo.Registry.AddAsync(Coinbase);
        await Eventually.GetAsync(() => Task.FromResult(world.Venues.Requests.CountOf("coinbase", "BTC-USDT")), count => count == 1, "the pull");
        await silo.Registry.AddAsync(Coinbase);
        var listed = (await silo.Registry.ListAsync(heldVersion: null))!;

        Assert.Equal([new MarketListing(Coinbase, true, "BTC", "USDT")], listed.Markets);
        Assert.Null(await silo.Registry.ListAsync(listed.Version));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"they waited for each other: {clock.Elapsed}");
    }

    [Fact]
    public async Task A_pair_without_markets_is_empty()
    {
        await using var world = await World.CreateAsync();
        await using var silo = await TestSilo.StartAsync(world);

        var prices = await silo.Pair("BTC/NOK").GetPricesAsync();

        Assert.Equal((0, 0, null, null), (prices.Markets.Count, prices.Excluded.Count, prices.BestBid, prices.BestAsk));
    }

    /// <summary>A market that lost its state reads the warehouse before it answers, which it cannot do while the table is locked.</summary>
    private static async Task<World> ForgetfulAsync()
    {
        var world = await World.CreateAsync();
        await using (var before = await TestSilo.StartAsync(world))
        {
            await before.Registry.StartAllAsync([Coinbase, Binance]);
            await BothAsync(before);
        }

        await world.Database.ExecuteAsync($"DELETE FROM orleans.orleansstorage AS state WHERE state::text LIKE '%{Binance}%'");
        return world;
    }

    private static async Task<Npgsql.NpgsqlTransaction> LockBooksAsync(Npgsql.NpgsqlConnection connection)
    {
        var locking = await connection.BeginTransactionAsync();
        await using var lockTable = new Npgsql.NpgsqlCommand("LOCK TABLE fact_book", connection, locking);
        await lockTable.ExecuteNonQueryAsync();
        return locking;
    }

    private static Task<PairPrices> BothAsync(TestSilo silo) =>
        Eventually.GetAsync(() => silo.Pair(Text).GetPricesAsync(), prices => prices.Markets.Count == 2, "books of both markets");

    private static void PinCoinbase(World world, string bid, string ask) => world.Venues.Pin(
        "coinbase",
        "BTC-USDT",
        Encoding.UTF8.GetBytes(
            $$"""{"bids":[["{{bid}}","1",1]],"asks":[["{{ask}}","1",1]],"sequence":7,"auction_mode":false,"auction":null,"time":"{{world.Time.GetUtcNow():O}}"}"""));

    private static void PinBinance(World world, string bid, string ask) => world.Venues.Pin(
        "binance", "BTCUSDT", Encoding.UTF8.GetBytes($$"""{"lastUpdateId":7,"bids":[["{{bid}}","1"]],"asks":[["{{ask}}","1"]]}"""));
}
