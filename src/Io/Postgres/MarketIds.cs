using System.Collections.Concurrent;
using Npgsql;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Caches the database ids of markets, which never change.</summary>
public sealed class MarketIds(PostgresDatabase database)
{
    /// <summary>Serialises writers of one market: a slot's book and its gap must not be written concurrently.</summary>
    internal const string LockMarket = "SELECT FROM dim_market WHERE market_id = $1 FOR NO KEY UPDATE";

    // The no-op updates make the statement return a row that a concurrent caller has just inserted.
    private const string AddMarket = """
        WITH venue AS (
            INSERT INTO dim_venue (code) VALUES ($1) ON CONFLICT (code) DO UPDATE SET code = excluded.code RETURNING venue_id)
        INSERT INTO dim_market (venue_id, product, market) SELECT venue_id, $2, $3 FROM venue
        ON CONFLICT (market) DO UPDATE SET market = excluded.market
        RETURNING market_id
        """;

    private readonly ConcurrentDictionary<Market, int> ids = new();

    /// <summary>
    /// The market's id; adds the market if it is new. Runs outside the caller's transaction, because a cached id must be
    /// committed.
    /// </summary>
    internal async Task<int> GetAsync(Market market, CancellationToken cancel) =>
        await FindAsync(market, cancel)
        ?? await AskAsync(market, connection => AddCommand(connection, market), cancel)
        ?? throw new InvalidOperationException($"{market} could not be added");

    /// <summary>Adds the market if it is new, as part of the caller's transaction; the id is not cached, because it may be rolled back.</summary>
    internal static async Task<int> AddAsync(NpgsqlConnection connection, Market market, CancellationToken cancel)
    {
        await using var command = AddCommand(connection, market);
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    internal async Task<int?> FindAsync(Market market, CancellationToken cancel) =>
        ids.TryGetValue(market, out var known)
            ? known
            : await AskAsync(market, connection => connection.Command("SELECT market_id FROM dim_market WHERE market = $1", market.ToString()), cancel);

    internal async Task<Dictionary<Market, int>> ReadAllAsync(CancellationToken cancel)
    {
        var rows = await database.QueryAsync(
            connection => connection.Command("SELECT market, market_id FROM dim_market"), row => (Market.Parse(row.GetString(0)), row.GetInt32(1)), cancel);
        return rows.ToDictionary();
    }

    private static NpgsqlCommand AddCommand(NpgsqlConnection connection, Market market) =>
        connection.Command(AddMarket, market.Venue, market.Product, market.ToString());

    private async Task<int?> AskAsync(Market market, Func<NpgsqlConnection, NpgsqlCommand> command, CancellationToken cancel)
    {
        var found = await database.QueryAsync(command, row => row.GetInt32(0), cancel);
        return found.Count == 0 ? null : ids[market] = found[0];
    }
}
