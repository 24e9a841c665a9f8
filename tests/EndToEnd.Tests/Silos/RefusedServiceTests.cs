using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Silo.Security;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Silo.Workers;
using OrderBookSilo.Support;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>The database refuses what a background service asks, although it answers: the service retries, and the silo does not end.</summary>
public sealed class RefusedServiceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly TimerCountingClock clock = new(Start);
    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task The_loaded_keys_stay_valid_until_they_can_be_reloaded()
    {
        await AddKeyAsync("one");
        var log = new Said<KeyRing>();
        using var keys = new KeyRing(SiloSettings.Read(new ConfigurationManager()), new ApiKeyStore(new PostgresDatabase(database.Source)), clock, log);
        await OutlivesRefusalAsync(keys, "TABLE api_key", TimeSpan.FromSeconds(5), log, refused: () => Assert.Equal(1, keys.StoredCount), again: async () =>
        {
            await AddKeyAsync("two");
            clock.Advance(TimeSpan.FromSeconds(5));
            await Eventually.HoldsAsync(() => keys.StoredCount == 2, "the second key");
        });
    }

    [Fact]
    public async Task The_loaded_fees_stay_in_force()
    {
        var (fees, log) = (new MarketFees(new Dictionary<string, TraderFees>()), new Said<FeeWatch>());
        var pair = new Pair(new Asset("BTC"), new Asset("USD"));
        using var watch = new FeeWatch(new FeeStore(new PostgresDatabase(database.Source)), fees, clock, log);
        await OutlivesRefusalAsync(
            watch, "TABLE dim_fee_schedule", TimeSpan.FromHours(1), log, refused: () => Assert.NotNull(fees.Find(Market.Parse("coinbase:BTC-USD"), pair, Start)));
    }

    [Fact]
    public async Task A_start_that_lacks_a_fee_profile_names_the_row_that_cannot_be_used()
    {
        await database.ExecuteAsync("INSERT INTO dim_fee_schedule VALUES ('coinbase', 'desk', 'standard', 'order_slab', 0, 0.003, 'received', '', '2026-01-01Z', NULL)");
        var settings = SiloSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Venues:coinbase:FeeProfile", "desk")]).Build());

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(
            () => FeeWatch.CheckProfilesAsync(settings, new FeeStore(new PostgresDatabase(database.Source))));

        Assert.Contains("coinbase/desk/standard/order_slab from 0", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("a fee by the order's amount is taken in quote", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partitions_that_could_not_be_created_are_created_later()
    {
        var log = new Said<PartitionsAhead>();
        using var ahead = new PartitionsAhead(new Partitions(new PostgresDatabase(database.Source)), clock, log);
        await OutlivesRefusalAsync(ahead, "FUNCTION ensure_partitions", TimeSpan.FromDays(40), log, again: () =>
            Eventually.HoldsAsync(() => database.ScalarAsync<bool>("SELECT to_regclass('fact_book_2027_03') IS NOT NULL").GetAwaiter().GetResult(), "the partitions of the next month"));
    }

    private Task<int> AddKeyAsync(string name) =>
        database.ExecuteAsync($"INSERT INTO api_key (name, scope, sha256, created_at) VALUES ('{name}', 'read', sha256('{name}'), now())");

    /// <summary>Starts a service, hides the database object it needs for two of its periods, and restores it.</summary>
    private async Task OutlivesRefusalAsync<T>(
        BackgroundService service, string needed, TimeSpan period, Said<T> log, Action? refused = null, Func<Task>? again = null)
    {
        var (kind, name) = (needed.Split(' ')[0], needed.Split(' ')[1]);
        await service.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => clock.TimersCreated == 1, "the service to wait");
        await database.ExecuteAsync($"ALTER {kind} {name} RENAME TO taken_away");
        clock.Advance(period);
        await Eventually.HoldsAsync(() => log.Lines.Any(line => line.Contains(name, StringComparison.Ordinal)), "the refusal in the log");
        clock.Advance(period);
        refused?.Invoke();
        Assert.False(service.ExecuteTask!.IsCompleted);

        await database.ExecuteAsync($"ALTER {kind} taken_away RENAME TO {name}");
        clock.Advance(period);
        await (again?.Invoke() ?? Task.CompletedTask);
        Assert.False(service.ExecuteTask.IsCompleted);
        await service.StopAsync(CancellationToken.None);
    }

    private sealed class Said<T> : ILogger<T>
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));
    }
}
