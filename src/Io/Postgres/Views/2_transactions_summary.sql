CREATE VIEW transactions_summary AS
SELECT coin_transaction_id(market.market, book.slot, buy.order_size, buy.fill_policy) AS coin_transaction_id,
       venue.code AS exchange,
       market.product AS coin,
       buy.order_size AS transaction_limit,
       CASE buy.fill_policy WHEN 'seed' THEN prototype_round(prototype_mid(book.best_bid, book.best_ask)) ELSE book.mid_price END AS mid_price,
       CASE WHEN buy.fill_policy = 'seed' AND buy.quantity > 0 AND sell.quantity > 0
            THEN prototype_round((sell.quantity::float8 - buy.quantity::float8) * prototype_mid(book.best_bid, book.best_ask))
            WHEN buy.fill_policy <> 'seed' AND buy.complete AND sell.complete
            THEN (sell.quantity - buy.quantity) * book.mid_price
       END AS profit_opportunity,
       floor(extract(epoch FROM book.requested_at))::bigint AS pull_timestamp,
       extract(epoch FROM book.received_at - book.requested_at) AS run_length,
       to_char(book.slot AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') AS run_id,
       CASE WHEN buy.complete
            THEN buy.filled_amount - sale_proceeds(book.market_id, book.slot, book.version, buy.order_size, buy.fill_policy, buy.quantity)
       END AS round_trip_cost
FROM shown_book AS book
JOIN dim_market AS market USING (market_id)
JOIN dim_venue AS venue USING (venue_id)
JOIN fact_cost AS buy
  ON buy.market_id = book.market_id AND buy.slot = book.slot AND buy.version = book.version AND buy.side = 'buy'
JOIN fact_cost AS sell
  ON sell.market_id = book.market_id AND sell.slot = book.slot AND sell.version = book.version AND sell.side = 'sell'
 AND sell.order_size = buy.order_size AND sell.fill_policy = buy.fill_policy
WHERE buy.fills_stored OR sell.fills_stored;
COMMENT ON VIEW transactions_summary IS 'One row per book and order size whose fills are stored, as the prototype''s table of that name.';
COMMENT ON COLUMN transactions_summary.coin_transaction_id IS 'Names the walks of one order size through one book: market/slot/order size/fill policy; unique.';
COMMENT ON COLUMN transactions_summary.exchange IS 'Code of the venue.';
COMMENT ON COLUMN transactions_summary.coin IS 'The venue''s product.';
COMMENT ON COLUMN transactions_summary.transaction_limit IS 'N, the order size, in quote.';
COMMENT ON COLUMN transactions_summary.mid_price IS 'm = (a1 + b1) / 2, in quote per base; with fill policy seed rounded to two decimals as the prototype did; null when a side is empty.';
COMMENT ON COLUMN transactions_summary.profit_opportunity IS 'The prototype''s formula: (sum of bid quantities - sum of ask quantities) x m, in quote. It is not a profit but about what a round trip costs; null unless both walks are complete. With fill policy seed rounded to two decimals, and null only where a walk took nothing, as the prototype did.';
COMMENT ON COLUMN transactions_summary.pull_timestamp IS 'When the book was requested, whole seconds since 1970-01-01 UTC.';
COMMENT ON COLUMN transactions_summary.run_length IS 'Seconds from request to complete answer.';
COMMENT ON COLUMN transactions_summary.run_id IS 'The slot, which all markets pulled for the same hour share: YYYYMMDDTHHMMSSZ, UTC.';
COMMENT ON COLUMN transactions_summary.round_trip_cost IS 'F - R: spend F on a buy, sell what was bought at once and receive R; fees not included, in quote. Null unless the buy is complete and the fills of the sell walk hold that quantity.';
