CREATE VIEW slot_completeness AS
SELECT market.market_id,
       market.market,
       active.slot,
       CASE WHEN book.slot IS NOT NULL THEN 'book'
            WHEN gap.slot IS NOT NULL THEN 'gap'
            WHEN active.slot + active.slot_length > now() THEN 'pending'
            ELSE 'missing'
       END AS outcome,
       CASE WHEN book.slot IS NULL THEN coalesce(gap.reason, pull.last_kind) END AS reason,
       pull.attempts
FROM dim_market AS market
CROSS JOIN LATERAL active_slots(market.market_id, '-infinity', now()) AS active
LEFT JOIN fact_book AS book
       ON book.market_id = market.market_id AND book.slot = active.slot AND book.version = 'live'
LEFT JOIN fact_gap AS gap
       ON gap.market_id = market.market_id AND gap.slot = active.slot
CROSS JOIN LATERAL (
    SELECT count(*) AS attempts,
           (array_agg(attempt.kind ORDER BY attempt.requested_at DESC) FILTER (WHERE attempt.outcome = 'failed'))[1] AS last_kind
    FROM fact_pull AS attempt
    WHERE attempt.market_id = market.market_id AND attempt.slot = active.slot
) AS pull
WHERE active.is_due OR book.slot IS NOT NULL;
COMMENT ON VIEW slot_completeness IS
    'What came of every due slot up to now. The slot in which a market was stopped is here only if it has a book.';
COMMENT ON COLUMN slot_completeness.market_id IS 'The market.';
COMMENT ON COLUMN slot_completeness.market IS 'venue:product.';
COMMENT ON COLUMN slot_completeness.slot IS 'Start of the slot, UTC.';
COMMENT ON COLUMN slot_completeness.outcome IS 'book; gap: it passed without one; pending: it has not ended yet; missing: it ended and nothing is recorded, which needs looking into.';
COMMENT ON COLUMN slot_completeness.reason IS 'The gap''s reason, or the kind of the last failed attempt; null with a book and where nothing was tried.';
COMMENT ON COLUMN slot_completeness.attempts IS 'Number of ended attempts for the slot.';
