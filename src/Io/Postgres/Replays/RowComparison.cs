using System.Text.Json;
using Npgsql;
using OrderBookSilo.Core.Replays;

namespace OrderBookSilo.Io.Postgres.Replays;

/// <summary>The rows to compare.</summary>
internal enum Compared
{
    /// <summary>Rows that both sides have.</summary>
    Common,

    /// <summary>All rows; a row on only one side is a difference.</summary>
    All,
}

/// <summary>Compares two sets of rows of one table by key, field by field; numbers are compared by value, not by digits.</summary>
internal static class RowComparison
{
    private const string CountColumn = "differences";

    /// <summary>The number of differing rows, and the first of them, ordered by slot.</summary>
    /// <param name="stored">A query for the first set, with the table's columns.</param>
    /// <param name="other">A query for the second set.</param>
    /// <param name="ignored">Columns that are not compared.</param>
    /// <param name="values">The parameters of <see cref="FactTable.Scope"/> and of the queries.</param>
    public static async Task<(long Count, IReadOnlyList<ReplayFinding> First)> RunAsync(
        NpgsqlConnection connection, FactTable table, string stored, string other, Compared compared, IReadOnlyList<string> ignored, int firstMax, object?[] values, CancellationToken cancel)
    {
        var fields = table.Values.Except(ignored).ToList();
        var keys = string.Join(" AND ", table.Keys.Select(key => $"stored.{key} = other.{key}"));
        var differ = $"({string.Join(", ", fields.Select(field => $"stored.{field}"))}) IS DISTINCT FROM ({string.Join(", ", fields.Select(field => $"other.{field}"))})";
        var join = compared == Compared.All ? "FULL JOIN" : "JOIN";
        var subject = table.IsOfSplits
            ? "coalesce(stored.asset, other.asset) || ' in ' || coalesce(stored.currency, other.currency)"
            : "(SELECT market FROM dim_market WHERE market_id = coalesce(stored.market_id, other.market_id))";
        var sql = $"""
            SELECT slot, subject, to_jsonb(stored_row)::text, to_jsonb(other_row)::text, {CountColumn}
            FROM (SELECT coalesce(stored.slot, other.slot) AS slot, {subject} AS subject, stored AS stored_row, other AS other_row,
                         count(*) OVER () AS {CountColumn}
                  FROM ({stored}) AS stored {join} ({other}) AS other ON {keys}
                  WHERE stored.slot IS NULL OR other.slot IS NULL OR {differ}
                  ORDER BY 1, 2, {string.Join(", ", table.Keys.Select(key => $"coalesce(stored.{key}, other.{key})"))}
                  LIMIT {Math.Max(1, firstMax)}) AS first
            """;
        await using var command = connection.Command(sql, values).AllowMinutes();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (count, findings) = (0L, new List<ReplayFinding>());
        while (await reader.ReadAsync(cancel))
        {
            count = reader.GetInt64(4);
            findings.AddRange(Findings(table, fields, reader));
        }

        return (count, [.. findings.Take(firstMax)]);
    }

    private static IEnumerable<ReplayFinding> Findings(FactTable table, List<string> fields, NpgsqlDataReader row)
    {
        var (slot, subject) = (row.GetFieldValue<DateTimeOffset>(0), row.GetString(1));
        using var stored = Parse(row.TextOrNull(2));
        using var other = Parse(row.TextOrNull(3));
        var item = ItemOf(table, (stored ?? other)!.RootElement);
        if (stored is null || other is null)
        {
            return [new ReplayFinding(other is null ? ReplayFindingKind.OnlyStored : ReplayFindingKind.OnlyReplayed, subject, slot, item)];
        }

        return
        [
            .. from field in fields
               let texts = (Stored: Text(stored.RootElement, field), Other: Text(other.RootElement, field))
               where texts.Stored != texts.Other
               select new ReplayFinding(ReplayFindingKind.Different, subject, slot, item, field, texts.Stored, texts.Other),
        ];
    }

    // A row missing on one side is null there, or an object of nulls.
    private static JsonDocument? Parse(string? json)
    {
        var parsed = json is null ? null : JsonDocument.Parse(json);
        return parsed?.RootElement is { ValueKind: JsonValueKind.Object } row && row.GetProperty("slot").ValueKind != JsonValueKind.Null ? parsed : null;
    }

    private static string ItemOf(FactTable table, JsonElement row) =>
        string.Join(' ', table.Keys.Except(["market_id", "slot", "asset", "currency"]).Select(key => $"{key}={Text(row, key)}").Prepend(table.Name));

    private static string? Text(JsonElement row, string field) =>
        row.GetProperty(field) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;
}
