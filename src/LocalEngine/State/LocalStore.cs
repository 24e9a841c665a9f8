using Npgsql;
using OrderBookSilo.LocalEngine.Reminders;

namespace OrderBookSilo.LocalEngine.State;

/// <summary>State and reminders in the PostgreSQL schema <c>local_engine</c>; throws <see cref="NpgsqlException"/> while it cannot be reached.</summary>
internal sealed class LocalStore(NpgsqlDataSource database) : IAsyncDisposable
{
    // Any constant will do, as long as nothing else in the database locks it.
    private const long SchemaLock = 0x6f62_6c6f_6361_6c31;

    /// <summary>Creates the schema where it is missing; where it is, no right to create anything is needed.</summary>
    public async Task PrepareAsync(CancellationToken cancel)
    {
        await using var look = database.CreateCommand("SELECT to_regclass('local_engine.reminder') IS NOT NULL");
        if (await look.ExecuteScalarAsync(cancel) is true)
        {
            return;
        }

        using var resource = typeof(LocalStore).Assembly.GetManifestResourceStream("LocalEngine.Schema.sql")!;
        using var reader = new StreamReader(resource);
        await using var command = database.CreateCommand(
            $"BEGIN; SELECT pg_advisory_xact_lock({SchemaLock}); {await reader.ReadToEndAsync(cancel)} COMMIT;");
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The stored state and its version, or null.</summary>
    public async Task<(string Json, long Version)?> ReadStateAsync(StateKey key)
    {
        await using var command = Command(
            "SELECT value::text, version FROM local_engine.grain_state WHERE grain_class = $1 AND grain_key = $2 AND state_name = $3", key);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetString(0), row.GetInt64(1)) : null;
    }

    /// <summary>Replaces that version, or writes the first when it is null; returns the new version, or null when the race was lost.</summary>
    public async Task<long?> WriteStateAsync(StateKey key, long? version, string json)
    {
        await using var command = version is null
            ? Command(
                """
                INSERT INTO local_engine.grain_state (grain_class, grain_key, state_name, value, version) VALUES ($1, $2, $3, $4::json, 1)
                ON CONFLICT DO NOTHING RETURNING version
                """,
                key, json)
            : Command(
                """
                UPDATE local_engine.grain_state SET value = $4::json, version = version + 1, written_at = now()
                WHERE grain_class = $1 AND grain_key = $2 AND state_name = $3 AND version = $5 RETURNING version
                """,
                key, json, version.Value);
        return (long?)await command.ExecuteScalarAsync();
    }

    /// <summary>Deletes that version; false when the race was lost.</summary>
    public async Task<bool> DeleteStateAsync(StateKey key, long version)
    {
        await using var command = Command(
            "DELETE FROM local_engine.grain_state WHERE grain_class = $1 AND grain_key = $2 AND state_name = $3 AND version = $4", key, version);
        return await command.ExecuteNonQueryAsync() == 1;
    }

    public async Task<IReadOnlyList<StoredReminder>> ReadRemindersAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("SELECT grain_class, grain_key, name, first_tick, period FROM local_engine.reminder");
        await using var row = await command.ExecuteReaderAsync(cancel);
        var found = new List<StoredReminder>();
        while (await row.ReadAsync(cancel))
        {
            found.Add(new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetDateTime(3), row.GetTimeSpan(4)));
        }

        return found;
    }

    public async Task WriteReminderAsync(StoredReminder reminder)
    {
        await using var command = Command(
            """
            INSERT INTO local_engine.reminder (grain_class, grain_key, name, first_tick, period) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (grain_class, grain_key, name) DO UPDATE SET first_tick = excluded.first_tick, period = excluded.period
            """,
            new StateKey(reminder.GrainClass, reminder.GrainKey, reminder.Name), reminder.FirstTick, reminder.Period);
        await command.ExecuteNonQueryAsync();
    }

    public async Task DeleteReminderAsync(string grainClass, string grainKey, string name)
    {
        await using var command = Command(
            "DELETE FROM local_engine.reminder WHERE grain_class = $1 AND grain_key = $2 AND name = $3", new StateKey(grainClass, grainKey, name));
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private NpgsqlCommand Command(string sql, StateKey key, params object[] values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in (object[])[key.GrainClass, key.GrainKey, key.StateName, .. values])
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }
}
