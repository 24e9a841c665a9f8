namespace OrderBookSilo.Cluster.Tests.Processes;

/// <summary>Invariants that hold whatever happens to silos and that no key of a table enforces, as counts that must be zero.</summary>
internal static class Evidence
{
    /// <summary>Passed slots of active markets that have no outcome.</summary>
    public const string SlotsWithoutOutcome = "SELECT count(*) FROM slot_completeness WHERE outcome = 'missing'";

    private static readonly string[] Wrong =
    [
        "SELECT count(*) FROM fact_gap JOIN fact_book USING (market_id, slot)",
        "SELECT count(*) FROM (SELECT FROM fact_pull WHERE outcome = 'book' GROUP BY market_id, slot HAVING count(*) > 1) AS doubled",
        "SELECT count(*) FROM fact_book WHERE NOT EXISTS (SELECT FROM fact_pull WHERE fact_pull.archive_key = fact_book.archive_key)",
        "SELECT count(*) FROM (SELECT FROM dim_market_active WHERE \"to\" IS NULL GROUP BY market_id HAVING count(*) > 1) AS doubled",
    ];

    public static async Task IsSoundAsync(SiloCluster cluster)
    {
        foreach (var count in Wrong)
        {
            Assert.True(await cluster.CountAsync(count) == 0, count);
        }

        Assert.Equal(cluster.MarketCount, await cluster.CountAsync("SELECT count(*) FROM orleans.OrleansRemindersTable WHERE grainid LIKE 'market/%'"));
    }
}
