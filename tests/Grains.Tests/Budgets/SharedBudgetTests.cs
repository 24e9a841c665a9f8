using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Grains.Budgets;
using OrderBookSilo.Grains.Tests.Markets;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Grains.Tests.Budgets;

/// <summary>One budget for several silos: each knows what the others use, and nothing is sent without a permit.</summary>
public sealed class SharedBudgetTests : IAsyncLifetime
{
    private const string Venue = "binance";
    private const int BudgetOfTwo = 500;

    private static readonly VenueEgress Egress = new(Venue);

    private static readonly TimeSpan NoWait = TimeSpan.Zero;

    private readonly ShiftedTime clock = new();
    private TestDatabase database = null!;
    private Simulator venues = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.001 });
    }

    public async Task DisposeAsync()
    {
        await venues.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Weight_used_by_one_silo_is_unavailable_to_others_until_the_minute_is_over()
    {
        await using var host = await BudgetHost.StartAsync(database, clock, BudgetOfTwo);
        var (one, other) = (host.Budgets(), host.Budgets());
        await GrantAsync(one);
        await GrantAsync(one);

        var refused = await other.ReserveAsync(Egress, 250, RequestPriority.First, NoWait, default);
        Assert.Equal(FailureKind.Budget, refused.Failure?.Kind);
        Assert.InRange(refused.Failure!.RetryAfter!.Value, TimeSpan.FromSeconds(60), VenueBudgetGrain.Window);

        clock.Shift(VenueBudgetGrain.Window);
        await GrantAsync(other);
    }

    [Fact]
    public async Task Weight_returned_by_one_silo_is_available_to_others()
    {
        await using var host = await BudgetHost.StartAsync(database, clock, BudgetOfTwo);
        var (one, other) = (host.Budgets(), host.Budgets());
        await GrantAsync(one);
        var unused = await GrantAsync(one);

        await one.ReturnAsync(Egress, unused);

        await GrantAsync(other);
        Assert.NotNull((await other.ReserveAsync(Egress, 250, RequestPriority.First, NoWait, default)).Failure);
    }

    [Theory]
    [InlineData(429, FailureKind.RateLimited)]
    [InlineData(418, FailureKind.Banned)]
    public async Task A_stop_order_to_one_silo_stops_all_for_its_duration(int status, FailureKind kind)
    {
        await using var host = await BudgetHost.StartAsync(database, clock, weightPerMinute: 0);
        using var one = host.Fetcher(venues);
        using var other = host.Fetcher(venues);
        venues.Faults.Add(new(Venue, FaultKind.Status) { Status = status, RetryAfterSeconds = 300, Count = 1 });
        Assert.Equal(status, (await BudgetHost.FetchAsync(one)).Outcome.Failure?.HttpStatus);

        var stopped = (await BudgetHost.FetchAsync(other, BudgetHost.OtherMarket)).Outcome.Failure;
        Assert.Equal(kind, stopped?.Kind);
        Assert.Null(stopped!.HttpStatus);
        Assert.InRange(stopped.RetryAfter!.Value, TimeSpan.FromSeconds(270), TimeSpan.FromSeconds(300));
        Assert.Equal(0, venues.Requests.CountOf(Venue, "ETHUSDT"));

        clock.Shift(TimeSpan.FromSeconds(300));
        Assert.Null((await BudgetHost.FetchAsync(other, BudgetHost.OtherMarket)).Outcome.Failure);
    }

    [Fact]
    public async Task A_stop_order_that_was_not_stored_is_reported_again_before_any_reservation()
    {
        await using (var first = await BudgetHost.StartAsync(database, clock, weightPerMinute: 0))
        {
            var budgets = first.Budgets();
            Assert.Null(await budgets.FindStopAsync(Egress, default));
            await using (await database.CloseAsync())
            {
                await budgets.NoteStopAsync(Egress, new PullFailure(FailureKind.Banned, "banned", 418, TimeSpan.FromHours(1)));
            }

            await Eventually.GetAsync(
                () => budgets.ReserveAsync(Egress, 250, RequestPriority.First, NoWait, default), decision => decision.Failure?.Kind == FailureKind.Banned, "the stop");
        }

        await using var second = await BudgetHost.StartAsync(database, clock, weightPerMinute: 0);
        Assert.Equal(FailureKind.Banned, (await second.Budgets().FindStopAsync(Egress, default))?.Kind);
    }

    [Fact]
    public async Task Reservations_and_stop_orders_survive_a_restart_of_every_silo()
    {
        await using (var first = await BudgetHost.StartAsync(database, clock, BudgetOfTwo))
        {
            await GrantAsync(first.Budgets());
            await GrantAsync(first.Budgets());
        }

        await using (var second = await BudgetHost.StartAsync(database, clock, BudgetOfTwo))
        {
            Assert.Equal(FailureKind.Budget, (await second.Budgets().ReserveAsync(Egress, 250, RequestPriority.First, NoWait, default)).Failure?.Kind);
            await second.Budgets().NoteStopAsync(Egress, new PullFailure(FailureKind.Banned, "banned", 418, TimeSpan.FromHours(1)));
        }

        clock.Shift(TimeSpan.FromMinutes(59));
        await using var third = await BudgetHost.StartAsync(database, clock, BudgetOfTwo);
        Assert.Equal(FailureKind.Banned, (await third.Budgets().FindStopAsync(Egress, default))?.Kind);
    }

    /// <summary>Two silos with one database that do not know of each other, as when a silo is declared dead but still runs.</summary>
    [Fact]
    public async Task Of_two_activations_the_stale_one_grants_nothing_until_it_has_reloaded()
    {
        await using var first = await BudgetHost.StartAsync(database, clock, BudgetOfTwo);
        await using var second = await BudgetHost.StartAsync(database, clock, BudgetOfTwo);
        Assert.Null(await first.Budgets().FindStopAsync(Egress, default));
        await GrantAsync(second.Budgets());

        var refused = await first.Budgets().ReserveAsync(Egress, 250, RequestPriority.First, NoWait, default);
        Assert.Equal(FailureKind.Budget, refused.Failure?.Kind);
        await Eventually.GetAsync(
            () => first.Budgets().ReserveAsync(Egress, 250, RequestPriority.First, NoWait, default), decision => decision.Failure is null, "the grant of one that has read again");

        Assert.NotNull((await first.Budgets().ReserveAsync(Egress, 250, RequestPriority.First, NoWait, default)).Failure);
    }

    [Fact]
    public async Task While_the_database_is_unavailable_nothing_is_sent_and_no_budget_is_used()
    {
        await using var host = await BudgetHost.StartAsync(database, clock, BudgetOfTwo);
        using var fetcher = host.Fetcher(venues);
        Assert.Null((await BudgetHost.FetchAsync(fetcher)).Outcome.Failure);
        await using (await database.CloseAsync())
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(FailureKind.Budget, (await BudgetHost.FetchAsync(fetcher)).Outcome.Failure?.Kind);
            }

            Assert.Single(venues.Requests.Latest);
        }

        await Eventually.GetAsync(() => BudgetHost.FetchAsync(fetcher), fetched => fetched.Outcome.Failure is null, "a pull with the database back");
    }

    [Fact]
    public async Task A_permit_that_arrives_too_late_is_returned_and_requested_again()
    {
        var fast = new FastTime(factor: 10);
        await using var host = await BudgetHost.StartAsync(database, fast, BudgetOfTwo);
        var budgets = host.Budgets();
        Assert.Null(await budgets.FindStopAsync(Egress, default));

        Task<BudgetDecision> asked;
        DateTimeOffset heldUntil;
        await using (await HoldWritesAsync())
        {
            heldUntil = fast.GetUtcNow() + (1.5 * SharedBudgets.LateMax);
            asked = budgets.ReserveAsync(Egress, 250, RequestPriority.First, NoWait, default);
            await Eventually.HoldsAsync(() => fast.GetUtcNow() >= heldUntil, "the permit is late");
        }

        Assert.InRange((await asked).Reservation!.Value.At, heldUntil, fast.GetUtcNow());
        await GrantAsync(budgets);
        Assert.NotNull((await budgets.ReserveAsync(Egress, 250, RequestPriority.First, NoWait, default)).Failure);
    }

    [Fact]
    public async Task Without_a_silo_nothing_is_sent()
    {
        var host = await BudgetHost.StartAsync(database, clock, weightPerMinute: 0);
        var budgets = host.Budgets();
        using var fetcher = BudgetHost.FetcherOf(venues, clock, budgets);
        await host.DisposeAsync();

        var failure = (await BudgetHost.FetchAsync(fetcher)).Outcome.Failure;

        Assert.Equal(FailureKind.Budget, failure?.Kind);
        Assert.Equal(RetryClass.Retryable, failure!.RetryClass);
        Assert.Empty(venues.Requests.Latest);
    }

    private async Task<IAsyncDisposable> HoldWritesAsync()
    {
        var connection = await database.Source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            BEGIN;
            LOCK TABLE orleans.orleansstorage IN SHARE MODE;
            """;
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task<Reservation> GrantAsync(SharedBudgets budgets)
    {
        var decision = await budgets.ReserveAsync(Egress, 250, RequestPriority.First, NoWait, default);
        Assert.Null(decision.Failure);
        return decision.Reservation!.Value;
    }
}
