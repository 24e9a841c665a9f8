using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Keeps the changes that callers asked for in <c>audit_log</c>.</summary>
public sealed class AuditLog(PostgresDatabase database) : IAuditLog
{
    private const string AddEntry = """
        INSERT INTO audit_log (recorded_at, caller, key_name, address, action, subject, parameters, outcome, http_status)
        VALUES ($1, $2, $3::text, $4::text, $5, $6::text, $7::text, $8, $9::integer)
        """;

    private const string ReadEntries = """
        SELECT recorded_at, caller, key_name, address, action, subject, parameters, http_status
        FROM audit_log WHERE recorded_at >= $1 AND recorded_at < $2
        ORDER BY recorded_at DESC, entry_id DESC LIMIT $3
        """;

    public Task AddAsync(RecordedChange change, CancellationToken cancel) => database.WriteAsync(
        batch => batch.Add(
            AddEntry, change.At, change.Caller.Text(), change.KeyName, change.Address, change.Action, change.Subject, change.Parameters,
            change.Outcome.Text(), change.Status),
        cancel);

    public async Task<IReadOnlyList<RecordedChange>> ReadAsync(DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel) =>
        await database.QueryAsync(connection => connection.Command(ReadEntries, from, to, countMax), ReadEntry, cancel);

    public async Task<long> DropOldAsync(int keepDays, CancellationToken cancel) =>
        (await database.QueryAsync(connection => connection.Command("SELECT drop_old_audit_log($1)", keepDays), row => row.GetInt64(0), cancel)).Single();

    private static RecordedChange ReadEntry(NpgsqlDataReader row) => new(
        row.GetFieldValue<DateTimeOffset>(0), Sql.Known<ChangeCaller>(row.GetString(1)), row.TextOrNull(2), row.TextOrNull(3), row.GetString(4),
        row.TextOrNull(5), row.TextOrNull(6), row.ValueOrNull<int>(7));
}
