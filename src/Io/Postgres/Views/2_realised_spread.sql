-- With the fill policy under, an order smaller than the best level fills nothing: there is no price to compare with a later mid.
CREATE VIEW realised_spread AS
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
JOIN shown_book AS book USING (market_id, slot, version)
LEFT JOIN shown_book AS later
       ON later.market_id = book.market_id AND later.slot = book.slot + book.slot_length
      AND cost.complete AND cost.average_price IS NOT NULL AND book.mid_price IS NOT NULL;
COMMENT ON VIEW realised_spread IS 'What a walk paid against the mid of the next slot''s book: the horizon is one slot, an hour unless configured otherwise. Effective spread = realised spread + 2 x price impact.';
COMMENT ON COLUMN realised_spread.market_id IS 'The market.';
COMMENT ON COLUMN realised_spread.market IS 'venue:product.';
COMMENT ON COLUMN realised_spread.slot IS 'Start of the slot of the walk, UTC.';
COMMENT ON COLUMN realised_spread.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN realised_spread.order_size IS 'N, the order size of the walk, in quote.';
COMMENT ON COLUMN realised_spread.fill_policy IS 'Fill policy of the walk.';
COMMENT ON COLUMN realised_spread.horizon IS 'd, from this slot to the one whose mid is taken: the slot''s length.';
COMMENT ON COLUMN realised_spread.average_price IS 'P = F / Q, in quote per base; null when nothing was filled.';
COMMENT ON COLUMN realised_spread.mid_price IS 'm, mid of the walk''s book, in quote per base; null when a side is empty.';
COMMENT ON COLUMN realised_spread.later_mid_price IS 'm_{t+d}, mid of the next slot''s book, in quote per base; null with a reason.';
COMMENT ON COLUMN realised_spread.realised_spread IS '2 x D x (P - m_{t+d}), D = +1 buy, -1 sell, in quote per base; null with a reason.';
COMMENT ON COLUMN realised_spread.realised_spread_bps IS '1e4 x realised spread / m, in basis points; null with a reason.';
COMMENT ON COLUMN realised_spread.price_impact IS 'D x (m_{t+d} - m), in quote per base; null with a reason.';
COMMENT ON COLUMN realised_spread.reason IS 'Why it cannot be known: the walk''s reason, nothing_filled where the fill policy under took no level, one_sided, pending while the next slot is not over, or gap when that slot has no book; null when it is.';
