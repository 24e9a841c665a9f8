using Npgsql;

namespace OrderBookSilo.Io.Postgres.Schema;

/// <summary>Updates the schema of a database in one transaction, once, however many silos start concurrently.</summary>
public static class Migrator
{
    /// <summary>The first migration of every database created before the current migrations.</summary>
    private const string FirstBeforeBaseline = "0001_dimensions.sql";

    /// <summary>Time limit of one statement, and of waiting for another silo's migrations.</summary>
    private const int StatementSecondsMax = 600;

    private const string Lock = "SELECT pg_advisory_xact_lock(hashtext('schema_migration'))";

    private const string CreateTables = """
        CREATE TABLE schema_migration (
            number     integer PRIMARY KEY,
            name       text NOT NULL,
            sha256     text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        COMMENT ON TABLE schema_migration IS 'Migrations that were applied to this database, one row each.';
        COMMENT ON COLUMN schema_migration.number IS 'Number of the file: its place in the order.';
        COMMENT ON COLUMN schema_migration.name IS 'Name of the file.';
        COMMENT ON COLUMN schema_migration.sha256 IS 'SHA-256 of the file as it was applied, lower-case hex.';
        COMMENT ON COLUMN schema_migration.applied_at IS '[UTC] When it was applied, UTC.';
        CREATE TABLE schema_view (
            name       text PRIMARY KEY,
            sha256     text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        COMMENT ON TABLE schema_view IS 'Views and functions that were created from files of their own, one row each.';
        COMMENT ON COLUMN schema_view.name IS 'Name of the view or function.';
        COMMENT ON COLUMN schema_view.sha256 IS 'SHA-256 of the file as it was applied, lower-case hex.';
        COMMENT ON COLUMN schema_view.applied_at IS '[UTC] When it was last applied, UTC.';
        """;

    /// <summary>
    /// Returns the number of applied migrations; throws <see cref="SchemaException"/> without changing anything when it cannot
    /// apply them.
    /// </summary>
    public static async Task<int> ApplyAsync(
        NpgsqlConnection connection, IReadOnlyList<Migration> migrations, IReadOnlyList<ViewFile> views, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, Lock, cancel);

        // A silo whose role may not create tables can start on a database that is up to date.
        if (!await HasTablesAsync(connection, cancel))
        {
            await ExecuteAsync(connection, CreateTables, cancel);
        }

        var applied = await ReadAppliedAsync(connection, cancel);
        Check(migrations, applied);

        // When a silo of an older version joins a cluster, it leaves the views of the newer version unchanged.
        var isNewer = applied.Keys.Except(migrations.Select(migration => migration.Number)).Any();
        var dropped = isNewer ? [] : await ViewUpdate.DropObsoleteAsync(connection, views, cancel);
        var missing = migrations.Where(migration => !applied.ContainsKey(migration.Number)).OrderBy(migration => migration.Number).ToList();
        foreach (var migration in missing)
        {
            await ApplyAsync(connection, migration, cancel);
        }

        await ViewUpdate.CreateMissingAsync(connection, isNewer ? [] : views, dropped, cancel);
        await transaction.CommitAsync(cancel);
        return missing.Count;
    }

    internal static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.Command(sql);
        command.CommandTimeout = StatementSecondsMax;
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static void Check(IReadOnlyList<Migration> migrations, Dictionary<int, (string Name, string Sha256)> applied)
    {
        if (applied.Values.Any(migration => migration.Name == FirstBeforeBaseline))
        {
            throw new SchemaTooOldException();
        }

        if (migrations.FirstOrDefault(m => applied.TryGetValue(m.Number, out var before) && before.Sha256 != m.Sha256) is { } changed)
        {
            throw new MigrationChangedException(changed);
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancel)
    {
        await ExecuteAsync(connection, migration.Sql, cancel);
        await using var record = connection.Command(
            "INSERT INTO schema_migration (number, name, sha256) VALUES ($1, $2, $3)", migration.Number, migration.Name, migration.Sha256);
        await record.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<bool> HasTablesAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var query = connection.Command("SELECT to_regclass('schema_migration') IS NOT NULL");
        return await query.ExecuteScalarAsync(cancel) is true;
    }

    private static async Task<Dictionary<int, (string Name, string Sha256)>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var query = connection.Command("SELECT number, name, sha256 FROM schema_migration");
        await using var reader = await query.ExecuteReaderAsync(cancel);
        var applied = new Dictionary<int, (string, string)>();
        while (await reader.ReadAsync(cancel))
        {
            applied[reader.GetInt32(0)] = (reader.GetString(1), reader.GetString(2));
        }

        return applied;
    }
}
