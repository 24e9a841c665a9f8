using Npgsql;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Reads the comments of the database schema.</summary>
public static class RelationCatalogue
{
    // Only commented relations are described, without the migrator's own table and without partitions.
    private const string ReadRelations = """
        SELECT relation.relname, CASE WHEN relation.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END AS kind,
               obj_description(relation.oid, 'pg_class') AS description, NULL AS signature,
               attribute.attname, format_type(attribute.atttypid, attribute.atttypmod),
               coalesce(col_description(relation.oid, attribute.attnum), ''),
               CASE WHEN relation.relkind NOT IN ('v', 'm') THEN NOT attribute.attnotnull END, attribute.attnum
        FROM pg_class AS relation JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid
        WHERE relation.relnamespace = 'public'::regnamespace AND relation.relkind IN ('r', 'p', 'v', 'm')
          AND NOT relation.relispartition AND relation.relname NOT IN ('schema_migration', 'schema_view')
          AND obj_description(relation.oid, 'pg_class') IS NOT NULL
          AND attribute.attnum > 0 AND NOT attribute.attisdropped
        UNION ALL
        SELECT proname, 'function', obj_description(oid, 'pg_proc'),
               format('%s(%s) returns %s', proname, pg_get_function_arguments(oid), pg_get_function_result(oid)),
               NULL, NULL, NULL, NULL, NULL
        FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND obj_description(oid, 'pg_proc') IS NOT NULL
        ORDER BY 1, 4, 9
        """;

    /// <summary>Every commented table, view and function of the schema, with its columns in order.</summary>
    public static async Task<IReadOnlyList<DescribedRelation>> ReadAsync(PostgresDatabase database, CancellationToken cancel)
    {
        var rows = await database.QueryAsync(
            connection => connection.Command(ReadRelations),
            row => (
                Relation: (row.GetString(0), row.GetString(1), row.GetString(2), row.TextOrNull(3)),
                Column: row.IsDBNull(4) ? null : new DescribedColumn(row.GetString(4), row.GetString(5), row.GetString(6), row.ValueOrNull<bool>(7))),
            cancel);
        return [.. rows.GroupBy(row => row.Relation, row => row.Column, Relation)];
    }

    private static DescribedRelation Relation(
        (string Name, string Kind, string Description, string? Signature) relation, IEnumerable<DescribedColumn?> columns) =>
        new(relation.Name, relation.Kind, relation.Description, relation.Signature, [.. columns.OfType<DescribedColumn>()]);
}

/// <summary>A table, a view or a function, described by its comment.</summary>
/// <param name="Kind">table, view or function.</param>
/// <param name="Signature">Arguments and result of a function; null for all others.</param>
public sealed record DescribedRelation(
    string Name, string Kind, string Description, string? Signature, IReadOnlyList<DescribedColumn> Columns);

/// <summary>A column, described by its comment.</summary>
/// <param name="Nullable">Null for a column of a view, because PostgreSQL does not track it.</param>
public sealed record DescribedColumn(string Name, string Type, string Description, bool? Nullable);
