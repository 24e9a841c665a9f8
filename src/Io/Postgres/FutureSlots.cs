namespace OrderBookSilo.Io.Postgres;

/// <summary>
/// Books of slots that have not begun, and gaps of slots that have not ended: what a clock that was fast left behind. Nothing in such
/// a row shows it once the slot is there, so that the audit records it before.
/// </summary>
internal static class FutureSlots
{
    /// <summary>Columns market_id, slot, slot_length, archive_key (empty for a gap), message. <c>$1</c> is the latest time by the database's clock, or null; then it is asked, with <c>$2</c> seconds of tolerance.</summary>
    private const string Find = """
        SELECT market_id, slot, slot_length, archive_key, 'a book of a slot that has not begun, received at ' || received_at AS message
        FROM fact_book
        WHERE version = 'live' AND slot > coalesce($1::timestamptz, now() + make_interval(secs => $2))
        UNION ALL
        SELECT market_id, slot, slot_length, '', 'a gap of a slot that has not ended, recorded at ' || recorded_at
        FROM fact_gap
        WHERE slot > coalesce($1::timestamptz, now() + make_interval(secs => $2)) - interval '1 day'
          AND slot + slot_length > coalesce($1::timestamptz, now() + make_interval(secs => $2))
        """;

    /// <summary>Adds the findings that are not there yet, at the time <c>$3</c>, and returns them.</summary>
    public const string AddFindings = $"""
        WITH added AS (
            INSERT INTO audit_finding (market_id, slot, slot_length, kind, archive_key, message, found_at)
            SELECT market_id, slot, slot_length, 'future_slot', archive_key, message, $3 FROM ({Find}) AS future
            ON CONFLICT DO NOTHING
            RETURNING market_id, slot, slot_length, archive_key, message)
        SELECT market.market, added.slot, added.slot_length, added.archive_key, added.message
        FROM added JOIN dim_market AS market USING (market_id)
        ORDER BY added.slot, market.market
        """;

    /// <summary>Marks those resolved, at the time <c>$1</c>, whose book or gap is no longer there.</summary>
    public const string ResolveFindings = """
        UPDATE audit_finding AS finding SET resolved_at = $1
        WHERE kind = 'future_slot' AND resolved_at IS NULL
          AND NOT EXISTS (SELECT FROM fact_book AS book
                          WHERE book.market_id = finding.market_id AND book.slot = finding.slot AND book.version = 'live'
                            AND book.archive_key = finding.archive_key)
          AND NOT EXISTS (SELECT FROM fact_gap AS gap
                          WHERE finding.archive_key = '' AND gap.market_id = finding.market_id AND gap.slot = finding.slot)
        """;
}
