CREATE VIEW recent_transactions AS
SELECT fill.price AS coin_price,
       fill.quantity AS amount_requested,
       fill.amount AS transaction_cost,
       CASE fill.side WHEN 'buy' THEN 'ask' ELSE 'bid' END AS transaction_type,
       floor(extract(epoch FROM book.requested_at))::bigint AS pull_timestamp,
       coin_transaction_id(market.market, fill.slot, fill.order_size, fill.fill_policy) AS coin_transaction_id,
       venue.code AS exchange,
       market.product AS coin,
       CASE fill.fill_policy WHEN 'seed' THEN prototype_round(prototype_mid(book.best_bid, book.best_ask)) ELSE book.mid_price END AS mid_price,
       coalesce(asset.name, asset.code) AS crypto_currency,
       to_char(book.slot AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') AS run_id
FROM shown_book AS book
JOIN dim_market AS market USING (market_id)
JOIN dim_venue AS venue USING (venue_id)
LEFT JOIN dim_asset AS asset ON asset.code = market.base_asset
JOIN fact_fill AS fill USING (market_id, slot, version)
WHERE book.slot > now() - interval '72 hours'
  AND book.requested_at > now() - interval '48 hours';
COMMENT ON VIEW recent_transactions IS 'The fills of books requested within the last 48 hours, with their market.';
COMMENT ON COLUMN recent_transactions.coin_price IS 'Price of the level, in quote per base.';
COMMENT ON COLUMN recent_transactions.amount_requested IS 'What was taken of the level, in base.';
COMMENT ON COLUMN recent_transactions.transaction_cost IS 'What that costs or brings, in quote; adds up to the walk''s filled amount.';
COMMENT ON COLUMN recent_transactions.transaction_type IS 'ask: what a buy takes; bid: what a sell takes.';
COMMENT ON COLUMN recent_transactions.pull_timestamp IS 'When the book was requested, whole seconds since 1970-01-01 UTC.';
COMMENT ON COLUMN recent_transactions.coin_transaction_id IS 'Names the walks of one order size through one book; key of transactions_summary.';
COMMENT ON COLUMN recent_transactions.exchange IS 'Code of the venue.';
COMMENT ON COLUMN recent_transactions.coin IS 'The venue''s product.';
COMMENT ON COLUMN recent_transactions.mid_price IS 'm = (a1 + b1) / 2, in quote per base; with fill policy seed rounded to two decimals as the prototype did; null when a side is empty.';
COMMENT ON COLUMN recent_transactions.crypto_currency IS 'The base asset: bitcoin or ethereum as the prototype named them, the asset''s code otherwise; null until the venue''s listing was had.';
COMMENT ON COLUMN recent_transactions.run_id IS 'The slot, which all markets pulled for the same hour share: YYYYMMDDTHHMMSSZ, UTC.';
