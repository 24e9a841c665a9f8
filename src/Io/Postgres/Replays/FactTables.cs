using Npgsql;

namespace OrderBookSilo.Io.Postgres.Replays;

/// <summary>The versioned tables of facts, read once.</summary>
public sealed class FactTables
{
    private IReadOnlyList<FactTable>? tables;

    internal async Task<IReadOnlyList<FactTable>> ReadAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        tables ??= await FactTable.ReadAllAsync(connection, cancel);
}
