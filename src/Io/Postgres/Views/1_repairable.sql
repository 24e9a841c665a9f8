-- Each kind is a row that cannot be right by the database's own clock, by the rule for splits, or by what venues promise.
CREATE FUNCTION repairable(deadline interval, whole_venues text[])
RETURNS TABLE (kind text, subject text, slot timestamptz, slot_length interval, books bigint, last_slot timestamptz) LANGUAGE sql STABLE AS $$
    SELECT 'future_gap', market.market, gap.slot, gap.slot_length, 1::bigint, gap.slot
    FROM fact_gap AS gap JOIN dim_market AS market USING (market_id)
    WHERE gap.slot + gap.slot_length > now()
    UNION ALL
    SELECT 'future_book', market.market, book.slot, book.slot_length, 1, book.slot
    FROM fact_book AS book JOIN dim_market AS market USING (market_id)
    WHERE book.version = 'live' AND book.received_at > now() + interval '1 minute' AND book.slot > now() - interval '2 days'
    UNION ALL
    SELECT 'late_split', late.asset, late.slot, max(book.slot_length), count(DISTINCT book.market_id), late.slot
    FROM fact_split_excluded AS late
    JOIN fact_book AS book ON book.market_id = late.market_id AND book.slot = late.slot AND book.version = 'live'
    WHERE late.version = 'live' AND late.reason = 'late' AND book.received_at <= late.slot + deadline
    GROUP BY late.asset, late.slot
    UNION ALL
    SELECT 'false_whole', market.market, min(book.slot), max(book.slot_length), count(*), max(book.slot)
    FROM fact_book AS book JOIN dim_market AS market USING (market_id) JOIN dim_venue AS venue USING (venue_id)
    WHERE book.version = 'live' AND book.depth_complete AND venue.code <> ALL (whole_venues)
      AND NOT EXISTS (SELECT FROM fact_book AS shown JOIN data_version AS version USING (version)
                      WHERE shown.market_id = book.market_id AND shown.slot = book.slot AND version.version <> 'live'
                        AND version.promoted_at IS NOT NULL AND NOT shown.depth_complete)
    GROUP BY market.market
    ORDER BY 1, 3, 2
$$;
COMMENT ON FUNCTION repairable(interval, text[]) IS
    'What earlier versions of the software or a wrong clock left in live. future_gap: a gap of a slot that has not ended; future_book: a book received later than now; late_split: splits of a slot that left a market out as late although its book was received by the deadline; false_whole: per market, books that are called whole although the venue does not promise it, and that no promoted version corrects.';
