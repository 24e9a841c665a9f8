using System.Diagnostics;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Grains.Tests.Markets;

public sealed class MarketGrainTests
{
    private const string Market = "coinbase:BTC-USD";

    [Fact]
    public async Task Starting_a_market_pulls_its_due_slot_immediately_and_writes_its_facts()
    {
        await using var world = await World.CreateAsync();
        await using var silo = await TestSilo.StartAsync(world);

        await silo.Market(Market).StartAsync();
        var summary = await BookAsync(silo);

        Assert.True(summary.Active);
        Assert.Equal("BTC/USD", summary.Pair);
        Assert.True(summary.DepthComplete);
        Assert.Equal(summary.Slot + world.SlotLength, summary.NextSlot);
        Assert.Equal(1, await world.CountAsync("fact_book"));
        Assert.Equal(4, await world.CountAsync("fact_cost"));
        Assert.Equal(2, await world.CountAsync("fact_depth"));
        Assert.Equal(
            await world.Database.ScalarAsync<decimal>("SELECT sum(filled_amount) FROM fact_cost WHERE order_size = 100000"),
            await world.Database.ScalarAsync<decimal>("SELECT sum(amount) FROM fact_fill"));
    }

    [Fact]
    public async Task Starting_it_many_times_at_once_leaves_one_pull_and_one_row()
    {
        await using var world = await World.CreateAsync();
        await using var silo = await TestSilo.StartAsync(world);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => silo.Market(Market).StartAsync()));
        await BookAsync(silo);
        await silo.Market(Market).StartAsync();

        Assert.Equal(1, world.Venues.Requests.CountOf("coinbase", "BTC-USD"));
        Assert.Equal(1, await world.CountAsync("fact_book"));
        Assert.Equal(1, await world.CountAsync("fact_pull"));
        Assert.Equal(1, await world.CountAsync("dim_market_active"));
    }

    [Fact]
    public async Task A_market_answers_with_the_book_that_was_pulled()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Pin("coinbase", "BTC-USD", """{"bids":[["100.5","2",1],["100","1",1]],"asks":[["101","0.5",1]],"sequence":7,"auction_mode":false,"auction":null,"time":"2026-11-22T10:00:01.5Z"}"""u8.ToArray());
        await using var silo = await TestSilo.StartAsync(world);

        await silo.Market(Market).StartAsync();
        var summary = await BookAsync(silo);
        Assert.True(BookCodec.TryDecode((await silo.Market(Market).GetBookAsync(null))!.CompactBook, out var book));
        var cost = await silo.Market(Market).GetCostAsync(new CostQuestion("sell", "251", InBase: false, CostAnswers.NoFees));

        Assert.Equal(("100.5", "101", "100.75"), (summary.BestBid, summary.BestAsk, summary.Mid));
        Assert.Equal((2, 1, 7L), (book!.Bids.Count, book.Asks.Count, book.Sequence));
        Assert.Equal(("2.5", "251", true), (cost!.Quantity, cost.FilledAmount, cost.Complete));
    }

    [Fact]
    public async Task A_cost_includes_fee_and_lot_step_and_a_book_carries_its_venues_rules()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Pin("coinbase", "BTC-USD", """{"bids":[["100","1",1]],"asks":[["101","2",1]],"sequence":7,"auction_mode":false,"auction":null,"time":"2026-11-22T10:00:01.5Z"}"""u8.ToArray());
        await using (var silo = await TestSilo.StartAsync(world))
        {
            await silo.Market(Market).StartAsync();
            await BookAsync(silo);
            await AssertRulesAndFeesAsync(silo);
        }

        // Answered from stored data: the venue gets no request.
        world.Venues.Faults.Add(new Fault("coinbase", FaultKind.Status) { Status = 503 });
        await using var next = await TestSilo.StartAsync(world);
        await AssertRulesAndFeesAsync(next);
    }

    private static async Task AssertRulesAndFeesAsync(TestSilo silo)
    {
        var rules = (await silo.Service<BookClient>().FindAsync(Core.Markets.Market.Parse(Market), CancellationToken.None))!.Rules;
        var cost = (await silo.Market(Market).GetCostAsync(new CostQuestion("buy", "101.606", InBase: false, Fees: null)))!;
        var other = (await silo.Market(Market).GetCostAsync(new CostQuestion("buy", "101.606", InBase: false, "order_size")))!;

        Assert.Equal(("BTC/USD", ProductStatus.Online), (rules.Pair.ToString(), rules.Status));
        Assert.Equal(("0.00000001", true), (rules.QuantityStep.ToString(), rules.NotionalMin is not null));
        Assert.Equal(("101", "0.606", "101.606", "1"), (cost.GrossAmount, cost.Fee, cost.NetAmount, cost.Quantity));
        Assert.Equal(("101.606", "0", "0.00000001", 0.006), (cost.AllInPrice, cost.Unspent, cost.QuantityStep, cost.FeeRate));
        Assert.Equal(cost.Fee, other.Fee);
    }

    [Fact]
    public async Task An_unchanged_book_is_not_sent_twice()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Pin("coinbase", "BTC-USD", """{"bids":[["100","1",1]],"asks":[["101","2",1]],"sequence":7,"auction_mode":false,"auction":null,"time":"2026-11-22T10:00:01.5Z"}"""u8.ToArray());
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Market(Market).StartAsync();
        await BookAsync(silo);

        var first = (await silo.Market(Market).GetBookAsync(null))!;
        await silo.Market(Market).PullNowAsync(world.Time.GetUtcNow());
        var same = (await silo.Market(Market).GetBookAsync(first.Hash))!;
        world.Venues.Pin("coinbase", "BTC-USD", """{"bids":[["100","1",1]],"asks":[["101","3",1]],"sequence":7,"auction_mode":false,"auction":null,"time":"2026-11-22T10:00:01.5Z"}"""u8.ToArray());
        await silo.Market(Market).PullNowAsync(world.Time.GetUtcNow());
        var other = (await silo.Market(Market).GetBookAsync(first.Hash))!;

        Assert.False(first.Unchanged);
        Assert.True(same.Unchanged);
        Assert.Null(same.CompactBook);
        Assert.Equal(first.Hash, same.Hash);
        Assert.False(other.Unchanged);
        Assert.NotNull(other.CompactBook);
        Assert.NotEqual(first.Hash, other.Hash);
    }

    [Fact]
    public async Task Reads_are_answered_during_a_pull()
    {
        await using var world = await World.CreateAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Market(Market).StartAsync();
        await BookAsync(silo);
        world.Venues.Faults.Add(new Fault("coinbase", FaultKind.Delay, "BTC-USD") { DelayMs = 4_000, Count = 1 });

        var pull = silo.Market(Market).PullNowAsync(world.Time.GetUtcNow());
        var clock = Stopwatch.StartNew();
        await silo.Market(Market).GetSummaryAsync();
        var book = await silo.Market(Market).GetBookAsync(null);

        Assert.NotNull(book);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"reads waited {clock.Elapsed}");
        Assert.False(pull.IsCompleted);
        Assert.Null((await pull).Failure);
    }

    [Fact]
    public async Task Pulling_again_refreshes_the_answer_and_leaves_the_slots_facts()
    {
        await using var world = await World.CreateAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Market(Market).StartAsync();
        var first = await BookAsync(silo);

        var again = await silo.Market(Market).PullNowAsync(world.Time.GetUtcNow());

        Assert.True(again.Market.ReceivedAt > first.ReceivedAt);
        Assert.Equal(first.Slot, again.Market.Slot);
        Assert.Equal(1, await world.CountAsync("fact_book"));
        Assert.Equal(["book", "superseded"], await world.Database.RowsAsync("SELECT outcome FROM fact_pull ORDER BY requested_at"));
    }

    [Fact]
    public async Task A_caller_that_waited_for_an_attempt_gets_its_result()
    {
        await using var world = await World.CreateAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Market(Market).StartAsync();
        await BookAsync(silo);
        world.Venues.Faults.Add(new Fault("coinbase", FaultKind.Delay, "BTC-USD") { DelayMs = 500, Count = 1 });

        var askedAt = world.Time.GetUtcNow();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => silo.Market(Market).PullNowAsync(askedAt)));

        Assert.Equal(2, world.Venues.Requests.CountOf("coinbase", "BTC-USD"));
        Assert.Single(answers.Select(answer => answer.Market.ReceivedAt).Distinct());
    }

    [Fact]
    public async Task A_stopped_market_is_not_pulled()
    {
        await using var world = await World.CreateAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Market(Market).StartAsync();
        await BookAsync(silo);
        await silo.Market(Market).StopAsync();

        var answer = await silo.Market(Market).PullNowAsync(world.Time.GetUtcNow());

        Assert.False(answer.Market.Active);
        Assert.Equal(1, world.Venues.Requests.CountOf("coinbase", "BTC-USD"));
    }

    [Fact]
    public async Task The_venues_rules_of_a_market_are_stored_even_when_the_market_was_added_later()
    {
        await using var world = await World.CreateAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Market(Market).StartAsync();
        await BookAsync(silo);
        await silo.Market("coinbase:ETH-USD").StartAsync();
        await BookAsync(silo, "coinbase:ETH-USD");

        Assert.Equal(
            ["coinbase:BTC-USD|BTC|USD|online", "coinbase:ETH-USD|ETH|USD|online"],
            await world.Database.RowsAsync(
                "SELECT market, base_asset, quote_asset, status FROM dim_market JOIN dim_market_rule USING (market_id) ORDER BY market"));
    }

    [Fact]
    public async Task A_failed_attempt_is_recorded_and_retried_and_stays_visible_after_success()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Faults.Add(new Fault("coinbase", FaultKind.Status, "BTC-USD") { Status = 503, Count = 1 });
        await using var silo = await TestSilo.StartAsync(world);

        await silo.Market(Market).StartAsync();
        var summary = await BookAsync(silo);

        Assert.Equal(("server_error", 503), (summary.LastFailure?.Kind, summary.LastFailure?.HttpStatus));
        Assert.Equal(
            ["failed|server_error|503", "book||200"],
            await world.Database.RowsAsync("SELECT outcome, kind, http_status FROM fact_pull ORDER BY requested_at"));
    }

    [Fact]
    public async Task A_failing_market_does_not_affect_others()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Faults.Add(new Fault("coinbase", FaultKind.Crossed, "BTC-USD"));
        await using var silo = await TestSilo.StartAsync(world);

        await Task.WhenAll(silo.Market(Market).StartAsync(), silo.Market("coinbase:ETH-USD").StartAsync(), silo.Market("binance:BTCUSDT").StartAsync());
        await BookAsync(silo, "coinbase:ETH-USD");
        await BookAsync(silo, "binance:BTCUSDT");
        var failing = await Eventually.GetAsync(() => silo.Market(Market).GetSummaryAsync(), summary => summary.LastFailure is not null, "the failure");

        Assert.Equal("crossed", failing.LastFailure!.Kind);
        Assert.Null(failing.BestBid);
        Assert.Equal(2, await world.CountAsync("fact_book"));
        Assert.Equal(2, await world.CountAsync("fact_pull WHERE outcome = 'book'"));
    }

    internal static Task<MarketSummary> BookAsync(TestSilo silo, string market = Market) =>
        Eventually.GetAsync(() => silo.Market(market).GetSummaryAsync(), summary => summary.BestBid is not null, $"a book of {market}");
}
