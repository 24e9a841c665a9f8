using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Spooling;

namespace OrderBookSilo.EndToEnd.Tests.Crashes;

/// <summary>Entries that killed silos left in their spool. In the end a pull must name each: its bytes, or its failed attempt.</summary>
internal sealed class KeptEntries(CrashWorld world)
{
    private readonly HashSet<string> kept = new(StringComparer.Ordinal);

    public int Count => kept.Count;

    public void Look()
    {
        foreach (var file in world.WaitingEntries())
        {
            kept.Add(SpoolCodec.Decode(File.ReadAllBytes(file)) switch
            {
                SpooledCapture { Capture: var capture } => $"{capture.Market} {capture.Sha256}",
                SpooledFailure { Failed: var failed } => $"{failed.Market} {(failed.RequestedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond}",
                var other => throw new InvalidDataException($"{other}"),
            });
        }
    }

    public async Task AreNamedAsync()
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        await using var query = world.Database.CreateCommand("""
            SELECT market || ' ' || coalesce(sha256, '') FROM fact_pull JOIN dim_market USING (market_id)
            UNION ALL
            SELECT market || ' ' || (extract(epoch FROM requested_at) * 1000000)::bigint FROM fact_pull JOIN dim_market USING (market_id)
            """);
        await using var reader = await query.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            named.Add(reader.GetString(0));
        }

        Assert.True(kept.IsSubsetOf(named), $"lost from the spool: {string.Join(", ", kept.Except(named))}");
    }
}
