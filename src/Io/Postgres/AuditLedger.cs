using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Io.Postgres;

/// <summary>The facts that audits read, and the records that audits keep.</summary>
public sealed class AuditLedger(PostgresDatabase database, MarketIds ids, ClockOffset clock) : IAuditLedger, IAuditReader
{
    private const string FindAuditedUntil = """
        SELECT min(audit.audited_until) FROM dim_market LEFT JOIN market_audit AS audit USING (market_id)
        HAVING count(*) = count(audit.market_id)
        """;

    // Keys contain no spaces, because they are percent-encoded.
    private const string ReadAuditSlots = """
        SELECT market.market, market.base_asset, market.quote_asset, active.slot, active.slot_length, active.is_due,
               EXISTS (SELECT FROM fact_book AS book
                       WHERE book.market_id = market.market_id AND book.slot = active.slot AND book.version = 'live'),
               EXISTS (SELECT FROM fact_gap AS gap WHERE gap.market_id = market.market_id AND gap.slot = active.slot),
               ARRAY(SELECT pull.archive_key || ' ' || coalesce(pull.sha256, '') FROM fact_pull AS pull
                     WHERE pull.market_id = market.market_id AND pull.slot = active.slot AND pull.archive_key IS NOT NULL
                     UNION
                     SELECT book.archive_key || ' ' || book.sha256 FROM fact_book AS book
                     WHERE book.market_id = market.market_id AND book.slot = active.slot)
        FROM dim_market AS market
        LEFT JOIN market_audit AS audit USING (market_id)
        CROSS JOIN LATERAL active_slots(
            market.market_id, CASE WHEN $3 THEN greatest($1, coalesce(audit.audited_until, $1)) ELSE $1 END, $2) AS active
        WHERE active.slot + active.slot_length <= $2 AND ($4::text IS NULL OR market.market = $4)
          AND ($5::timestamptz IS NULL OR active.slot > $5 OR (active.slot = $5 AND market.market COLLATE "C" > $6::text))
        ORDER BY active.slot, market.market COLLATE "C"
        LIMIT $7
        """;

    private const string ResolveFindings = """
        UPDATE audit_finding SET resolved_at = $3
        WHERE market_id = $1 AND slot = $2 AND resolved_at IS NULL AND kind <> 'future_slot' AND kind || ' ' || archive_key <> ALL ($4)
        """;

    private const string AddFinding = """
        INSERT INTO audit_finding (market_id, slot, slot_length, kind, archive_key, message, found_at)
        VALUES ($1, $2, make_interval(secs => $3), $4, $5, $6, $7)
        ON CONFLICT (market_id, slot, kind, archive_key) DO UPDATE SET message = excluded.message, resolved_at = NULL
        """;

    private const string AdvanceMarket = """
        INSERT INTO market_audit (market_id, audited_until) VALUES ($1, $2)
        ON CONFLICT (market_id) DO UPDATE SET audited_until = greatest(market_audit.audited_until, excluded.audited_until)
        """;

    private const string AdvanceAll = """
        INSERT INTO market_audit (market_id, audited_until) SELECT market_id, $1 FROM dim_market
        ON CONFLICT (market_id) DO UPDATE SET audited_until = excluded.audited_until
        WHERE market_audit.audited_until < excluded.audited_until
        """;

    private const string ReadFindings = """
        SELECT market.market, finding.slot, finding.slot_length, finding.kind, finding.archive_key, finding.message,
               finding.found_at, finding.resolved_at
        FROM audit_finding AS finding JOIN dim_market AS market USING (market_id)
        WHERE CASE WHEN $1::timestamptz IS NULL THEN finding.resolved_at IS NULL ELSE finding.slot >= $1 AND finding.slot < $2::timestamptz END
        ORDER BY finding.slot DESC, market.market COLLATE "C", finding.archive_key
        LIMIT $3
        """;

    public async Task<DateTimeOffset?> FindAuditedUntilAsync(CancellationToken cancel) =>
        (await database.QueryAsync(connection => connection.Command(FindAuditedUntil), row => row.ValueOrNull<DateTimeOffset>(0), cancel)).SingleOrDefault();

    public async Task<IReadOnlyList<AuditSlot>> ReadAuditSlotsAsync(AuditWindow window, int countMax, CancellationToken cancel) =>
        await database.QueryAsync(
            connection => connection.Command(
                ReadAuditSlots, window.From, window.To, window.IsUnaudited, window.Market?.ToString(), window.After?.Slot, window.After?.Market.ToString(), countMax),
            ReadAuditSlot,
            cancel);

    public async Task SaveAuditAsync(
        Market market, Slot slot, IReadOnlyList<AuditFinding> findings, bool advances, DateTimeOffset at, CancellationToken cancel)
    {
        var marketId = await ids.GetAsync(market, cancel);
        await database.WriteAsync(
            batch =>
            {
                var found = findings.Select(finding => $"{finding.Kind.Text()} {finding.Key}").ToArray();
                batch.Add(ResolveFindings, marketId, slot.Start, at, found);
                foreach (var finding in findings)
                {
                    batch.Add(AddFinding, marketId, slot.Start, slot.Length, finding.Kind.Text(), finding.Key, finding.Message, at);
                }

                if (advances)
                {
                    batch.Add(AdvanceMarket, marketId, slot.End);
                }
            },
            cancel);
    }

    public async Task<IReadOnlyList<RecordedFinding>> RecordFutureSlotsAsync(DateTimeOffset at, CancellationToken cancel)
    {
        await database.WriteAsync(batch => batch.Add(FutureSlots.ResolveFindings, at), cancel);
        return await database.QueryAsync(
            connection => connection.Command(FutureSlots.AddFindings, clock.Latest, clock.Max, at),
            row => new RecordedFinding(
                Market.Parse(row.GetString(0)),
                BookRow.ReadSlot(row, 1),
                new AuditFinding(AuditFindingKind.FutureSlot, row.GetString(3), row.GetString(4)),
                at,
                null),
            cancel);
    }

    public Task AdvanceAuditAsync(DateTimeOffset until, CancellationToken cancel) => database.WriteAsync(batch => batch.Add(AdvanceAll, until), cancel);

    public async Task<IReadOnlyList<RecordedFinding>> ReadFindingsAsync(
        (DateTimeOffset From, DateTimeOffset To)? range, int countMax, CancellationToken cancel) =>
        await database.Questions.QueryAsync(
            connection => connection.Command(ReadFindings, range?.From, range?.To, countMax),
            row => new RecordedFinding(
                Market.Parse(row.GetString(0)),
                BookRow.ReadSlot(row, 1),
                new AuditFinding(Sql.Known<AuditFindingKind>(row.GetString(3)), row.GetString(4), row.GetString(5)),
                row.GetFieldValue<DateTimeOffset>(6),
                row.ValueOrNull<DateTimeOffset>(7)),
            cancel);

    public async Task<SlotShare> ReadSlotShareAsync(CancellationToken cancel) =>
        (await database.Questions.QueryAsync(
            connection => connection.Command("SELECT coalesce(sum(due_slots), 0)::bigint, coalesce(sum(book_slots), 0)::bigint FROM slot_share"),
            row => new SlotShare(row.GetInt64(0), row.GetInt64(1)),
            cancel)).Single();

    private static AuditSlot ReadAuditSlot(NpgsqlDataReader row) => new(
        Market.Parse(row.GetString(0)),
        row.IsDBNull(1) || row.IsDBNull(2) ? null : new Pair(new Asset(row.GetString(1)), new Asset(row.GetString(2))),
        BookRow.ReadSlot(row, 3),
        row.GetBoolean(5),
        row.GetBoolean(6),
        row.GetBoolean(7),
        [.. row.GetFieldValue<string[]>(8).Select(named => named.Split(' ')).Select(named => new NamedObject(named[0], named[1]))]);
}
