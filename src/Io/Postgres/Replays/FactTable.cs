using Npgsql;

namespace OrderBookSilo.Io.Postgres.Replays;

/// <summary>A versioned table of facts, as described by the database.</summary>
/// <param name="Keys">Columns of its primary key without the version.</param>
/// <param name="Values">All other columns.</param>
internal sealed record FactTable(string Name, IReadOnlyList<string> Keys, IReadOnlyList<string> Values)
{
    private const string ReadColumns = """
        SELECT relation.relname, attribute.attname, attribute.attnum = ANY (key.indkey)
        FROM pg_class AS relation
        JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
        JOIN pg_index AS key ON key.indrelid = relation.oid AND key.indisprimary
        WHERE relation.relnamespace = 'public'::regnamespace AND relation.relkind = 'p' AND relation.relname LIKE 'fact\_%'
          AND EXISTS (SELECT FROM pg_attribute AS other WHERE other.attrelid = relation.oid AND other.attname = 'version')
        ORDER BY relation.relname <> 'fact_book', relation.relname LIKE 'fact\_split%', relation.relname, attribute.attnum
        """;

    /// <summary>Splits belong to an asset, all other facts to a market.</summary>
    public bool IsOfSplits => Keys.Contains("asset");

    /// <summary>
    /// The condition for a page's rows: <c>$1</c> market ids, <c>$2</c> asset, <c>$3</c> and <c>$4</c> the range of slots.
    /// </summary>
    public string Scope => (IsOfSplits ? "asset = $2" : "market_id = ANY ($1)") + " AND slot >= $3 AND slot < $4";

    /// <summary>Every such table; books come first because other tables reference them.</summary>
    public static async Task<IReadOnlyList<FactTable>> ReadAllAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var columns = new List<(string Table, string Column, bool IsKey)>();
        await using var command = connection.Command(ReadColumns);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            columns.Add((reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)));
        }

        return
        [
            .. columns.Where(column => column.Column != "version").GroupBy(column => column.Table).Select(table => new FactTable(
                table.Key,
                [.. table.Where(column => column.IsKey).Select(column => column.Column)],
                [.. table.Where(column => !column.IsKey).Select(column => column.Column)])),
        ];
    }
}
