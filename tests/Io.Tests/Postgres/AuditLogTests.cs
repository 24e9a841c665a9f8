using Npgsql;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

public sealed class AuditLogTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData(null, ChangeOutcome.Failed)]
    [InlineData(200, ChangeOutcome.Done)]
    [InlineData(404, ChangeOutcome.Refused)]
    [InlineData(504, ChangeOutcome.Failed)]
    public async Task A_change_is_read_as_it_was_added(int? status, ChangeOutcome outcome)
    {
        await using var database = await TestDatabase.CreateAsync();
        var log = new AuditLog(new PostgresDatabase(database.Source));
        var at = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
        var change = new RecordedChange(at, ChangeCaller.Key, "mine", "192.0.2.7", "addMarket", "binance:币安人生USDT", null, status);

        await log.AddAsync(change, CancellationToken.None);

        Assert.Equal([change], await log.ReadAsync(at, at.AddSeconds(1), 10, CancellationToken.None));
        Assert.Equal(outcome, change.Outcome);
        Assert.Equal(outcome.ToString().ToLowerInvariant(), await database.ScalarAsync<string>("SELECT outcome FROM audit_log"));
    }

    [Fact]
    public async Task Only_entries_older_than_the_days_are_dropped_and_never_those_of_the_last_thirty()
    {
        await using var database = await TestDatabase.CreateAsync();
        var log = new AuditLog(new PostgresDatabase(database.Source));
        foreach (var days in new[] { 0, 29, 39, 41 })
        {
            await log.AddAsync(new RecordedChange(Now.AddDays(-days), ChangeCaller.Gateway, null, null, "pullMarket", "a:b", null, 200), CancellationToken.None);
        }

        Assert.Equal(1, await log.DropOldAsync(40, CancellationToken.None));
        Assert.Equal(3, (await log.ReadAsync(Now.AddYears(-1), Now.AddDays(1), 10, CancellationToken.None)).Count);
        await Assert.ThrowsAsync<PostgresException>(() => log.DropOldAsync(29, CancellationToken.None));
    }
}
