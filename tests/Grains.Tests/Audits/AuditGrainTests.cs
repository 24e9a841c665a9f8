using OrderBookSilo.Core.Failures;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Tests.Markets;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Audits;

/// <summary>The audit grain of a cluster: when it starts, and what it does not touch.</summary>
public sealed class AuditGrainTests
{
    private const string Market = "coinbase:BTC-USD";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_slot_that_lost_its_facts_is_repaired_once_every_silo_has_reported_that_it_holds_nothing()
    {
        await using var world = await World.CreateAsync(speed: 6);
        await using var silo = await TestSilo.StartAsync(world);
        var slot = await LoseFactsAsync(world, silo);
        world.Time.Shift(Hour);

        var early = await Assert.ThrowsAsync<StoreUnavailableException>(() => AskAsync(world, silo));
        Assert.Equal("audit", early.Store);

        // A silo reports again and again: one that stops is no longer counted as alive.
        var held = await Eventually.GetAsync(
            async () =>
            {
                await silo.Audit.ReportAsync("another silo", slot);
                return await TryAskAsync(world, silo);
            },
            answer => answer is not null,
            "an audit that has listened");
        Assert.Equal((0, 0), (held!.Slots, await world.CountAsync("fact_book")));

        await silo.Audit.ReportAsync("another silo", null);
        await AskAsync(world, silo);

        Assert.Equal(["book"], await world.Database.RowsAsync("SELECT outcome FROM fact_pull"));
        Assert.Equal(1, await world.CountAsync("fact_book"));
        Assert.Equal(0, await world.CountAsync("fact_gap"));
    }

    [Fact]
    public async Task The_audit_runs_by_itself()
    {
        await using var world = await World.CreateAsync(speed: 20);
        await using var silo = await TestSilo.StartAsync(world);
        await LoseFactsAsync(world, silo);
        world.Time.Shift(Hour);

        await Eventually.GetAsync(() => world.CountAsync("fact_book"), count => count == 1, "the repaired book");
        await Eventually.GetAsync(
            () => world.Database.ScalarAsync<DateTime>("SELECT max(audited_until) FROM market_audit"),
            until => until > world.Time.GetUtcNow().UtcDateTime - Hour,
            "slots that count as audited");
    }

    // The market is stopped, so that only the audit looks at the slot.
    private static async Task<DateTimeOffset> LoseFactsAsync(World world, TestSilo silo)
    {
        await silo.Market(Market).StartAsync();
        var summary = await MarketGrainTests.BookAsync(silo);
        await silo.Market(Market).StopAsync();
        await world.Database.ExecuteAsync("TRUNCATE fact_fill, fact_cost, fact_depth, fact_imbalance, fact_round_trip, fact_book, fact_pull");
        return summary.Slot!.Value;
    }

    private static Task<AuditAnswer> AskAsync(World world, TestSilo silo) => silo.Audit.AuditRangeAsync(
        new AuditQuestion(world.Time.GetUtcNow() - TimeSpan.FromDays(1), world.Time.GetUtcNow(), Market, AfterSlot: null, AfterMarket: null));

    private static async Task<AuditAnswer?> TryAskAsync(World world, TestSilo silo)
    {
        try
        {
            return await AskAsync(world, silo);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
