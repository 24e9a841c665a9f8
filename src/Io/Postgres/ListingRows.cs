using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Writes a venue's listing for the known markets. A listing older than the rule in force changes nothing.</summary>
internal static class ListingRows
{
    private const string LockVenue = """
        SELECT market.product, market.market_id
        FROM dim_venue AS venue JOIN dim_market AS market USING (venue_id)
        WHERE venue.code = $1
        FOR NO KEY UPDATE OF venue
        """;

    private const string AddAssets = "INSERT INTO dim_asset (code) SELECT DISTINCT unnest($1::text[]) ON CONFLICT DO NOTHING";

    private const string SetPair = """
        UPDATE dim_market SET base_asset = $2, quote_asset = $3
        WHERE market_id = $1 AND (base_asset, quote_asset) IS DISTINCT FROM ($2, $3)
        """;

    private const string CloseRule = """
        UPDATE dim_market_rule SET valid_to = $2
        WHERE market_id = $1 AND valid_to IS NULL AND valid_from < $2
          AND (status, price_step, quantity_step, quantity_min, notional_min, quantity_max, notional_max)
              IS DISTINCT FROM ($3, $4::numeric, $5::numeric, $6::numeric, $7::numeric, $8::numeric, $9::numeric)
        """;

    private const string OpenRule = """
        INSERT INTO dim_market_rule (
            market_id, valid_from, status, price_step, quantity_step, quantity_min, notional_min, quantity_max, notional_max)
        SELECT $1, $2, $3, $4::numeric, $5::numeric, $6::numeric, $7::numeric, $8::numeric, $9::numeric
        WHERE NOT EXISTS (SELECT FROM dim_market_rule WHERE market_id = $1 AND valid_to IS NULL)
        """;

    public static async Task<int> WriteAsync(
        NpgsqlConnection connection, string venue, IReadOnlyList<Product> products, DateTimeOffset at, CancellationToken cancel)
    {
        var known = await LockVenueAsync(connection, venue, cancel);
        var listed = products.Where(p => known.ContainsKey(p.Symbol)).DistinctBy(p => p.Symbol).ToList();
        await using var batch = connection.CreateBatch();
        batch.Add(AddAssets, (object)listed.SelectMany(p => new[] { p.Pair.Base.Code, p.Pair.Quote.Code }).ToArray());
        foreach (var product in listed)
        {
            AddProduct(batch, known[product.Symbol], product, at);
        }

        return await batch.ExecuteNonQueryAsync(cancel);
    }

    private static void AddProduct(NpgsqlBatch batch, int marketId, Product product, DateTimeOffset at)
    {
        object?[] rule =
        [
            marketId, at, product.Status.Text(), product.PriceStep, product.QuantityStep, product.QuantityMin, product.NotionalMin,
            product.QuantityMax, product.NotionalMax,
        ];
        batch.Add(SetPair, marketId, product.Pair.Base.Code, product.Pair.Quote.Code).Add(CloseRule, rule).Add(OpenRule, rule);
    }

    private static async Task<Dictionary<string, int>> LockVenueAsync(NpgsqlConnection connection, string venue, CancellationToken cancel)
    {
        await using var query = connection.Command(LockVenue, venue);
        await using var reader = await query.ExecuteReaderAsync(cancel);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
        {
            known[reader.GetString(0)] = reader.GetInt32(1);
        }

        return known;
    }
}
