CREATE VIEW best_venue_persistence AS
SELECT best.asset,
       best.currency,
       best.side,
       best.order_size,
       count(*) AS pairs,
       count(*) FILTER (WHERE market.venue_id = next_market.venue_id) AS same,
       count(*) FILTER (WHERE market.venue_id = next_market.venue_id)::double precision / count(*) AS share_same
FROM (
    SELECT asset, currency, side, order_size, slot + slot_length AS due, best_single_market_id AS market_id,
           lead(slot) OVER later AS next_slot, lead(best_single_market_id) OVER later AS next_market_id
    FROM shown_split
    WHERE best_single_market_id IS NOT NULL
    WINDOW later AS (PARTITION BY asset, currency, side, order_size ORDER BY slot)
) AS best
JOIN dim_market AS market ON market.market_id = best.market_id
JOIN dim_market AS next_market ON next_market.market_id = best.next_market_id
WHERE best.next_slot = best.due
GROUP BY best.asset, best.currency, best.side, best.order_size;
COMMENT ON VIEW best_venue_persistence IS 'How often the venue that does an order best alone still does one slot later: how long a comparison of venues can be relied on.';
COMMENT ON COLUMN best_venue_persistence.asset IS 'The base asset that is bought or sold.';
COMMENT ON COLUMN best_venue_persistence.currency IS 'Asset that the order size is in.';
COMMENT ON COLUMN best_venue_persistence.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN best_venue_persistence.order_size IS 'N, the order size, in currency.';
COMMENT ON COLUMN best_venue_persistence.pairs IS 'Number of slots that have a best venue and are followed at once by one that has.';
COMMENT ON COLUMN best_venue_persistence.same IS 'Number of those pairs in which it is the same venue.';
COMMENT ON COLUMN best_venue_persistence.share_same IS 'same / pairs, as a fraction.';
