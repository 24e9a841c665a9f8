-- With the fill policy under, an order smaller than the best level fills nothing: there is no price to compare with a later mid.

CREATE OR REPLACE VIEW realised_spread AS
SELECT cost.market_id, market.market, cost.slot, cost.side, cost.order_size, cost.fill_policy,
       book.slot_length AS horizon,
       cost.average_price, book.mid_price, later.mid_price AS later_mid_price,
       2 * sign.d * (cost.average_price - later.mid_price) AS realised_spread,
       (20000 * sign.d * (cost.average_price - later.mid_price) / book.mid_price)::double precision AS realised_spread_bps,
       sign.d * (later.mid_price - book.mid_price) AS price_impact,
       CASE WHEN NOT cost.complete THEN cost.reason
            WHEN cost.average_price IS NULL THEN 'nothing_filled'
            WHEN book.mid_price IS NULL OR (later.slot IS NOT NULL AND later.mid_price IS NULL) THEN 'one_sided'
            WHEN later.slot IS NULL AND book.slot + 2 * book.slot_length > now() THEN 'pending'
            WHEN later.slot IS NULL THEN 'gap'
       END AS reason
FROM fact_cost AS cost
CROSS JOIN LATERAL (SELECT CASE cost.side WHEN 'buy' THEN 1 ELSE -1 END AS d) AS sign
JOIN dim_market AS market USING (market_id)
JOIN fact_book AS book USING (market_id, slot, version)
LEFT JOIN fact_book AS later
       ON later.market_id = book.market_id AND later.slot = book.slot + book.slot_length AND later.version = book.version
      AND cost.complete AND cost.average_price IS NOT NULL AND book.mid_price IS NOT NULL
WHERE cost.version = 'live';
COMMENT ON COLUMN realised_spread.reason IS 'Why it cannot be known: the walk''s reason, nothing_filled where the fill policy under took no level, one_sided, pending while the next slot is not over, or gap when that slot has no book; null when it is.';
