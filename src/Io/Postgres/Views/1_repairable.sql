-- Each kind is a row that cannot be right by the database's own clock, by the rule for splits, or by what venues promise.
CREATE FUNCTION repairable(deadline interval, whole_venues text[])
RETURNS TABLE (kind text, subject text, slot timestamptz, slot_length interval, books bigint, last_slot timestamptz) LANGUAGE sql STABLE AS $$
    SELECT 'future_gap', market.market, gap.slot, gap.slot_length, 1::bigint, gap.slot
    FROM fact_gap AS gap JOIN dim_market AS market USING (market_id)
    WHERE gap.slot > now() - interval '1 day' AND gap.slot + gap.slot_length > now()
    UNION ALL
    SELECT 'future_book', market.market, book.slot, book.slot_length, 1, book.slot
    FROM fact_book AS book JOIN dim_market AS market USING (market_id)
    WHERE book.slot > now() - interval '1 day' AND book.version = 'live' AND book.received_at > now() + interval '1 minute'
    UNION
    SELECT 'future_book', market.market, book.slot, book.slot_length, 1, book.slot
    FROM audit_finding AS found JOIN fact_book AS book USING (market_id, slot, archive_key) JOIN dim_market AS market USING (market_id)
    WHERE found.kind = 'future_slot' AND found.resolved_at IS NULL AND book.version = 'live'
    UNION ALL
    -- Never by a longer deadline than the default, so that a setting that was raised does not put earlier splits in the wrong.
    SELECT 'late_split', late.asset, late.slot, max(book.slot_length), count(DISTINCT book.market_id), late.slot
    FROM fact_split_excluded AS late
    JOIN fact_book AS book ON book.market_id = late.market_id AND book.slot = late.slot AND book.version = 'live'
    WHERE late.version = 'live' AND late.reason = 'late' AND book.received_at <= late.slot + least(deadline, book.slot_length / 12)
    GROUP BY late.asset, late.slot
    UNION ALL
    SELECT 'late_split', gone.subject, gone.slot, max(book.slot_length), count(DISTINCT book.market_id), gone.slot
    FROM repair_record AS gone JOIN dim_market AS market ON market.base_asset = gone.subject
    JOIN fact_book AS book ON book.market_id = market.market_id AND book.slot = gone.slot AND book.version = 'live'
    WHERE gone.kind = 'late_split'
      AND NOT EXISTS (SELECT FROM fact_split WHERE asset = gone.subject AND fact_split.slot = gone.slot AND version = 'live')
    GROUP BY gone.subject, gone.slot
    UNION ALL
    SELECT 'false_whole', market.market, min(book.slot), max(book.slot_length), count(*), max(book.slot)
    FROM fact_book AS book JOIN dim_market AS market USING (market_id) JOIN dim_venue AS venue USING (venue_id)
    WHERE book.version = 'live' AND book.depth_complete AND venue.code <> ALL (whole_venues)
      AND NOT EXISTS (SELECT FROM fact_book AS corrected
                      WHERE corrected.market_id = book.market_id AND corrected.slot = book.slot AND corrected.version LIKE 'whole-%'
                        AND NOT corrected.depth_complete)
    GROUP BY market.market
    ORDER BY 1, 3, 2
$$;
COMMENT ON FUNCTION repairable(interval, text[]) IS
    'What earlier versions of the software or a wrong clock left in live. future_gap: a gap of a slot that has not ended; future_book: a book received later than now, or that the audit found in a slot that had not begun; late_split: splits of a slot that left a market out as late although its book was received by the deadline (by a twelfth of the slot, where the deadline is longer), or that were removed for it and not yet computed again; false_whole: per market, books that are called whole although the venue does not promise it, and that no version whose name begins with whole- corrects.';
