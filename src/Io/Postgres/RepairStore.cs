using OrderBookSilo.Core;
using OrderBookSilo.Core.Replays;

namespace OrderBookSilo.Io.Postgres;

/// <inheritdoc cref="IRepairStore"/>
public sealed class RepairStore(PostgresDatabase database) : IRepairStore
{
    private const string Find = """
        SELECT kind, subject, slot, slot_length, books, last_slot FROM repairable(make_interval(secs => $1), $2) LIMIT $3
        """;

    private const string Repair = "SELECT repair_live($1, $2, $3, make_interval(secs => $4))";

    public async Task<IReadOnlyList<Repairable>> FindRepairableAsync(RepairRules rules, int countMax, CancellationToken cancel) =>
        await database.QueryAsync(
            connection => connection.Command(Find, rules.SplitDeadline, rules.WholeVenues.ToArray(), countMax).AllowMinutes(),
            row => new Repairable(
                Sql.Known<RepairKind>(row.GetString(0)), row.GetString(1), BookRow.ReadSlot(row, 2), row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5)),
            cancel);

    public async Task<bool> RepairAsync(Repairable found, RepairRules rules, CancellationToken cancel) =>
        (await database.QueryAsync(
            connection => connection.Command(Repair, found.Kind.Text(), found.Subject, found.Slot.Start, rules.SplitDeadline).AllowMinutes(),
            row => row.GetBoolean(0),
            cancel)).Single();
}
