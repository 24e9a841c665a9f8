using Npgsql;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Io.Postgres.Replays;

/// <summary>
/// Compares a page with <c>live</c> and, if requested, adds the rows missing from <c>live</c>. Computed rows are first copied
/// into temporary tables of the same names.
/// </summary>
internal sealed class LivePage(
    NpgsqlConnection connection, NpgsqlTransaction transaction, PageScope scope, PageRows rows, IReadOnlyList<FactTable> tables, ReplayRequest request)
    : PageTransaction(connection, transaction, scope, rows)
{
    private const string Temporary = "pg_temp.";

    /// <summary>
    /// Not compared: storing fills depends on settings, and the fills themselves are compared; which books counted for a split is not
    /// known of old ones, and what follows from them is compared.
    /// </summary>
    public static readonly IReadOnlyList<string> NotCompared = ["fills_stored", "books", "newest_book_at"];

    // Fills belong to a cost, so they are added only where the stored cost equals the computed one.
    private const string AddFills = """
        INSERT INTO public.fact_fill
        SELECT fill.* FROM pg_temp.fact_fill AS fill JOIN public.fact_cost AS cost
            USING (market_id, slot, version, side, order_size, fill_policy)
        JOIN pg_temp.fact_cost AS computed USING (market_id, slot, version, side, order_size, fill_policy)
        WHERE (cost.filled_amount, cost.quantity, cost.levels) = (computed.filled_amount, computed.quantity, computed.levels)
          AND cost.slot >= $3 AND cost.slot < $4
        ON CONFLICT DO NOTHING
        """;

    private const string MarkFills = """
        UPDATE public.fact_cost AS cost SET fills_stored = true FROM pg_temp.fact_cost AS computed
        WHERE (cost.market_id, cost.slot, cost.version, cost.side, cost.order_size, cost.fill_policy)
            = (computed.market_id, computed.slot, computed.version, computed.side, computed.order_size, computed.fill_policy)
          AND (cost.filled_amount, cost.quantity, cost.levels) = (computed.filled_amount, computed.quantity, computed.levels)
          AND computed.fills_stored AND NOT cost.fills_stored AND cost.slot >= $3 AND cost.slot < $4
        """;

    // A month without any fills had them dropped (KeepFillsMonths). A page lies within one day.
    private const string WhereFillsAreKept = """
         WHERE EXISTS (SELECT FROM public.fact_fill
                       WHERE slot >= date_trunc('month', $3, 'UTC') AND slot < date_trunc('month', $3, 'UTC') + interval '1 month')
        """;

    private static readonly string[] Settings = ["order_size", "fill_policy", "band_bps"];

    private readonly List<SlotSplit> splits = [];

    private bool Fills => request is { Mode: ReplayMode.Fill, IsDry: false };

    public static async Task<LivePage> OpenAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PageScope scope, IReadOnlyList<FactTable> tables, ReplayRequest request, CancellationToken cancel)
    {
        await CreateTablesAsync(connection, tables, cancel);
        var rows = new PageRows(scope.AllIds, PostgresDatabase.LiveVersion, Temporary);
        return new LivePage(connection, transaction, scope, rows, tables, request);
    }

    private static async Task CreateTablesAsync(NpgsqlConnection connection, IReadOnlyList<FactTable> tables, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();

        // By default a temporary table hides the table of the same name from statements without a schema.
        batch.Add("SET LOCAL search_path = public, pg_temp");
        foreach (var table in tables)
        {
            batch.Add($"CREATE TEMPORARY TABLE {table.Name} (LIKE public.{table.Name} INCLUDING DEFAULTS) ON COMMIT DROP");
        }

        await batch.ExecuteNonQueryAsync(cancel);
    }

    public override async Task AddAsync(IReadOnlyList<SlotSplit> made, CancellationToken cancel)
    {
        splits.AddRange(Fills ? made : []);
        await base.AddAsync(made, cancel);
    }

    protected override async Task<ReplayPageResult> FinishAsync(CancellationToken cancel)
    {
        var tally = new ReplayTally { Rows = Rows.Count };
        await using var analyze = Connection.Command($"ANALYZE {string.Join(", ", tables.Select(table => Temporary + table.Name))}");
        await analyze.ExecuteNonQueryAsync(cancel);
        var findings = new List<ReplayFinding>();
        foreach (var table in tables.Where(table => !table.IsOfSplits || Scope.Asset is not null))
        {
            var (count, first) = await CompareAsync(table, ReplayPageResult.FindingsMax - findings.Count, cancel);
            findings.AddRange(first);
            tally += new ReplayTally { Differences = count };
            if (request.Mode == ReplayMode.Fill)
            {
                tally += new ReplayTally { Written = Fills ? await FillAsync(table, cancel) : await CountMissingAsync(table, cancel) };
            }
        }

        if (Fills && splits.Count > 0)
        {
            tally += new ReplayTally { Written = await SplitWriter.InsertAsync(Connection, SplitWriter.InOrder(splits), Scope.AllIds, cancel) };
        }

        return new ReplayPageResult(tally, findings);
    }

    private Task<(long Count, IReadOnlyList<ReplayFinding> First)> CompareAsync(FactTable table, int firstMax, CancellationToken cancel) => RowComparison.RunAsync(
        Connection,
        table,
        $"SELECT * FROM public.{table.Name} AS stored WHERE version = 'live' AND {table.Scope}{string.Concat(table.Keys.Intersect(Settings).Select(key => IsComputed(table, key)))}",
        $"SELECT * FROM pg_temp.{table.Name}{(table.Name == "fact_fill" ? WhereFillsAreKept : "")}",
        request.Mode == ReplayMode.Verify ? Compared.All : Compared.Common,
        NotCompared,
        firstMax,
        Scope.Values,
        cancel);

    // Rows stored under other settings, for example by an earlier replay, are not computed now and therefore not compared.
    private static string IsComputed(FactTable table, string setting) =>
        $" AND EXISTS (SELECT FROM pg_temp.{(table.IsOfSplits ? "fact_split" : table.Name)} AS computed WHERE computed.{setting} = stored.{setting})";

    private async Task<long> FillAsync(FactTable table, CancellationToken cancel)
    {
        if (table.IsOfSplits || table.Name == "fact_book")
        {
            return 0;
        }

        await using var command = Connection.Command(
            table.Name == "fact_fill" ? AddFills : $"""
            INSERT INTO public.{table.Name}
            SELECT computed.* FROM pg_temp.{table.Name} AS computed
            JOIN pg_temp.fact_book AS own USING (market_id, slot, version)
            JOIN public.fact_book AS book USING (market_id, slot, version)
            WHERE book.archive_key = own.archive_key AND book.slot >= $3 AND book.slot < $4
            ON CONFLICT DO NOTHING
            """,
            Scope.Values).AllowMinutes();
        var added = await command.ExecuteNonQueryAsync(cancel);
        if (table.Name == "fact_fill")
        {
            await using var mark = Connection.Command(MarkFills, Scope.Values).AllowMinutes();
            await mark.ExecuteNonQueryAsync(cancel);
        }

        return added;
    }

    private async Task<long> CountMissingAsync(FactTable table, CancellationToken cancel)
    {
        await using var command = Connection.Command(
            $"""
            SELECT count(*) FROM pg_temp.{table.Name} AS computed
            WHERE NOT EXISTS (SELECT FROM public.{table.Name} AS stored
                              WHERE {string.Join(" AND ", table.Keys.Append("version").Select(key => $"stored.{key} = computed.{key}"))}
                                AND stored.slot >= $3 AND stored.slot < $4)
            """,
            Scope.Values).AllowMinutes();
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
