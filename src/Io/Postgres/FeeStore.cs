using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Fees;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Stores the fee schedules. Users may add and close rows; this class never changes existing ones.</summary>
public sealed class FeeStore(PostgresDatabase database) : IFeeStore
{
    private const string AddFeeRow = """
        INSERT INTO dim_fee_schedule (venue, profile, product_class, basis, tier_from, taker_rate, fee_in, source, valid_from, valid_to)
        VALUES ($1, $2, $3, $4, $5::numeric, $6::numeric, $7, $8, $9, $10)
        ON CONFLICT DO NOTHING
        """;

    // PostgreSQL knows instants that .NET does not: before and after all time, and years before 1 and after 9999, which come to the same.
    private const string ReadFeeRows = """
        SELECT venue, profile, product_class, basis, tier_from::text, taker_rate::text, fee_in, source,
               CASE WHEN valid_from < '0001-01-01Z' THEN '-infinity' WHEN valid_from >= '9999-12-31Z' THEN 'infinity'
                    ELSE to_char(valid_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END,
               CASE WHEN valid_to < '0001-01-01Z' THEN '-infinity' WHEN valid_to >= '9999-12-31Z' THEN 'infinity'
                    ELSE to_char(valid_to AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END
        FROM dim_fee_schedule
        ORDER BY venue, profile, product_class, basis, tier_from, valid_from
        """;

    public Task AddFeeRowsAsync(IReadOnlyList<FeeRow> rows, CancellationToken cancel) => database.WriteAsync(
        batch =>
        {
            foreach (var row in rows)
            {
                batch.Add(
                    AddFeeRow, row.Venue, row.Profile, row.ProductClass.Text(), row.Basis.Text(), row.TierFrom, row.TakerRate, row.FeeIn.Text(),
                    row.Source, row.ValidFrom, row.ValidTo);
            }
        },
        cancel);

    public async Task<(IReadOnlyList<FeeRow> Rows, IReadOnlyList<string> Problems)> ReadFeeRowsAsync(CancellationToken cancel)
    {
        var rows = new List<FeeRow>();
        var problems = new List<string>();
        foreach (var fields in await database.QueryAsync(connection => connection.Command(ReadFeeRows), ReadFields, cancel))
        {
            if (FeeRow.TryRead(fields, out var row, out var problem))
            {
                rows.Add(row);
            }
            else
            {
                problems.Add($"{string.Join('/', fields.Take(4))} from {fields[4]}, valid from {fields[8]}: {problem}");
            }
        }

        return (rows, problems);
    }

    private static string?[] ReadFields(NpgsqlDataReader row) => [.. Enumerable.Range(0, FeeRow.FieldCount).Select(row.TextOrNull)];
}
