using System.Text;
using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Positional parameters ($1, $2 …) and exact numbers for statements and their results.</summary>
internal static class Sql
{
    private const int MinutesTimeoutSeconds = 1_200;

    /// <summary>
    /// Passes an exact number as text (<c>$1::numeric</c>) and a time span as seconds (<c>make_interval(secs => $1)</c>).
    /// </summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string text, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(text, connection);
        Bind(command.Parameters, values);
        return command;
    }

    /// <summary>For statements that process a whole page or month.</summary>
    public static NpgsqlCommand AllowMinutes(this NpgsqlCommand command)
    {
        command.CommandTimeout = MinutesTimeoutSeconds;
        return command;
    }

    public static NpgsqlBatch Add(this NpgsqlBatch batch, string text, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(text);
        Bind(command.Parameters, values);
        batch.BatchCommands.Add(command);
        return batch;
    }

    /// <summary>Reads a column selected as text (<c>price::text</c>), which keeps every digit.</summary>
    public static Exact? ExactOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Exact.Parse(reader.GetString(column));

    public static T? ValueOrNull<T>(this NpgsqlDataReader reader, int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    public static string? TextOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>Reads an array selected as text (<c>order_sizes::text[]</c>).</summary>
    public static IReadOnlyList<Exact>? ExactsOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : [.. reader.GetFieldValue<string[]>(column).Select(Exact.Parse)];

    /// <summary>Parses the stored name of an enum value.</summary>
    public static T Known<T>(string text)
        where T : struct, Enum =>
        SnakeCase.TryParse<T>(text, out var value) ? value : throw new InvalidDataException($"'{text}' is not a known {typeof(T).Name}");

    private static void Bind(NpgsqlParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            parameters.Add(new NpgsqlParameter { Value = ToParameter(value) });
        }
    }

    private static object ToParameter(object? value) => value switch
    {
        null => DBNull.Value,
        Exact number => number.ToString(),
        DateTimeOffset time => time.ToUniversalTime(),
        TimeSpan span => span.TotalSeconds,
        string text => Storable(text),
        _ => value,
    };

    // A venue's text may contain what PostgreSQL cannot store: U+0000, or half of a surrogate pair where the text was truncated.
    private static string Storable(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
}
