CREATE VIEW slot_share AS
SELECT market.market_id,
       market.market,
       count(*) AS due_slots,
       count(book.slot) AS book_slots,
       count(book.slot)::double precision / count(*) AS share
FROM dim_market AS market
CROSS JOIN LATERAL active_slots(market.market_id, now() - interval '2 days', now()) AS active
LEFT JOIN fact_book AS book
       ON book.market_id = market.market_id AND book.slot = active.slot AND book.version = 'live'
      AND book.slot >= now() - interval '3 days'
WHERE active.is_due AND active.slot + active.slot_length <= now() AND active.slot + active.slot_length > now() - interval '1 day'
GROUP BY market.market_id, market.market;
COMMENT ON VIEW slot_share IS 'For each market, the due slots that ended in the last day and how many of them have their book.';
COMMENT ON COLUMN slot_share.market_id IS 'The market.';
COMMENT ON COLUMN slot_share.market IS 'venue:product.';
COMMENT ON COLUMN slot_share.due_slots IS 'Number of due slots that ended in the last day.';
COMMENT ON COLUMN slot_share.book_slots IS 'Number of them that have a book.';
COMMENT ON COLUMN slot_share.share IS 'book_slots / due_slots, as a fraction.';
