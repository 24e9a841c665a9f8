using System.Data;
using Npgsql;

namespace OrderBookSilo.Io.Postgres.Schema;

/// <summary>Applies the migrations that a database does not have yet, each in its own transaction, once however many silos start.</summary>
public static class Migrator
{
    /// <summary>How long one statement may take, and how long to wait for another silo's migrations.</summary>
    private const int StatementSecondsMax = 600;

    private const string Lock = "SELECT pg_advisory_lock(hashtext('schema_migration'))";
    private const string Unlock = "SELECT pg_advisory_unlock(hashtext('schema_migration'))";

    private const string CreateTable = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            number     integer PRIMARY KEY,
            name       text NOT NULL,
            sha256     text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        COMMENT ON TABLE schema_migration IS 'Migrations that were applied to this database, one row each.';
        COMMENT ON COLUMN schema_migration.number IS 'Number of the file: its place in the order.';
        COMMENT ON COLUMN schema_migration.name IS 'Name of the file.';
        COMMENT ON COLUMN schema_migration.sha256 IS 'SHA-256 of the file as it was applied, lower-case hex.';
        COMMENT ON COLUMN schema_migration.applied_at IS 'When it was applied, UTC.';
        """;

    /// <summary>Returns how many were applied; throws <see cref="MigrationChangedException"/> before applying any.</summary>
    public static async Task<int> ApplyAsync(NpgsqlConnection connection, IReadOnlyList<Migration> migrations, CancellationToken cancel)
    {
        await ExecuteAsync(connection, Lock, cancel);
        try
        {
            // A silo whose role may not make tables starts on a database that is up to date.
            if (!await HasTableAsync(connection, cancel))
            {
                await ExecuteAsync(connection, CreateTable, cancel);
            }

            var applied = await ReadAppliedAsync(connection, cancel);
            if (migrations.FirstOrDefault(m => applied.TryGetValue(m.Number, out var sha256) && sha256 != m.Sha256) is { } changed)
            {
                throw new MigrationChangedException(changed);
            }

            var missing = migrations.Where(m => !applied.ContainsKey(m.Number)).OrderBy(m => m.Number).ToList();
            foreach (var migration in missing)
            {
                await ApplyAsync(connection, migration, cancel);
            }

            return missing.Count;
        }
        finally
        {
            if (connection.State == ConnectionState.Open)
            {
                await ExecuteAsync(connection, Unlock, CancellationToken.None);
            }
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, migration.Sql, cancel);
        await using var record = connection.Command(
            "INSERT INTO schema_migration (number, name, sha256) VALUES ($1, $2, $3)", migration.Number, migration.Name, migration.Sha256);
        await record.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private static async Task<bool> HasTableAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var query = connection.Command("SELECT to_regclass('schema_migration') IS NOT NULL");
        return await query.ExecuteScalarAsync(cancel) is true;
    }

    private static async Task<Dictionary<int, string>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var query = connection.Command("SELECT number, sha256 FROM schema_migration");
        await using var reader = await query.ExecuteReaderAsync(cancel);
        var applied = new Dictionary<int, string>();
        while (await reader.ReadAsync(cancel))
        {
            applied[reader.GetInt32(0)] = reader.GetString(1);
        }

        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.Command(sql);
        command.CommandTimeout = StatementSecondsMax;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
