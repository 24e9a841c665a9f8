-- The prototype's names and columns over the facts. A quantity is in base, an amount in quote.

CREATE FUNCTION coin_transaction_id(market text, slot timestamptz, order_size numeric, fill_policy text)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT market || '/' || to_char(slot AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"')
        || '/' || trim_scale(order_size)::text || '/' || fill_policy
$$;
COMMENT ON FUNCTION coin_transaction_id(text, timestamptz, numeric, text) IS
    'Name of the two walks of one order size through one book: market/slot/order size/fill policy.';

CREATE FUNCTION sale_proceeds(of_market integer, of_slot timestamptz, of_order_size numeric, of_fill_policy text, sold numeric)
RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN sum(bid.quantity) >= sold
                THEN sum(bid.price * greatest(0, least(bid.quantity, sold - bid.quantity_before)))
           END
    FROM (SELECT price, quantity,
                 coalesce(sum(quantity) OVER (ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS quantity_before
          FROM fact_fill
          WHERE market_id = of_market AND slot = of_slot AND version = 'live' AND side = 'sell'
            AND order_size = of_order_size AND fill_policy = of_fill_policy) AS bid
$$;
COMMENT ON FUNCTION sale_proceeds(integer, timestamptz, numeric, text, numeric) IS
    'What selling a quantity of base brings, in quote, from the stored fills of the sell walk; null when they hold less than that.';

CREATE VIEW optimal_transactions AS
SELECT fill.price AS coin_price,
       fill.quantity AS amount_requested,
       fill.amount AS transaction_cost,
       CASE fill.side WHEN 'buy' THEN 'ask' ELSE 'bid' END AS transaction_type,
       floor(extract(epoch FROM book.requested_at))::bigint AS pull_timestamp,
       coin_transaction_id(market.market, fill.slot, fill.order_size, fill.fill_policy) AS coin_transaction_id
FROM fact_book AS book
JOIN dim_market AS market USING (market_id)
JOIN fact_fill AS fill USING (market_id, slot, version)
WHERE book.version = 'live';
COMMENT ON VIEW optimal_transactions IS 'The fills of every stored walk, as the prototype''s table of that name.';
COMMENT ON COLUMN optimal_transactions.coin_price IS 'Price of the level, in quote per base.';
COMMENT ON COLUMN optimal_transactions.amount_requested IS 'What was taken of the level, in base.';
COMMENT ON COLUMN optimal_transactions.transaction_cost IS 'What that costs or brings, in quote; adds up to the walk''s filled amount.';
COMMENT ON COLUMN optimal_transactions.transaction_type IS 'ask: what a buy takes; bid: what a sell takes.';
COMMENT ON COLUMN optimal_transactions.pull_timestamp IS 'When the book was requested, whole seconds since 1970-01-01 UTC.';
COMMENT ON COLUMN optimal_transactions.coin_transaction_id IS 'Names the walks of one order size through one book: market/slot/order size/fill policy; key of transactions_summary.';

CREATE VIEW transactions_summary AS
SELECT coin_transaction_id(market.market, book.slot, buy.order_size, buy.fill_policy) AS coin_transaction_id,
       venue.code AS exchange,
       market.product AS coin,
       buy.order_size AS transaction_limit,
       book.mid_price,
       CASE WHEN buy.complete AND sell.complete THEN (sell.quantity - buy.quantity) * book.mid_price END AS profit_opportunity,
       floor(extract(epoch FROM book.requested_at))::bigint AS pull_timestamp,
       extract(epoch FROM book.received_at - book.requested_at) AS run_length,
       to_char(book.slot AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') AS run_id,
       CASE WHEN buy.complete
            THEN buy.filled_amount - sale_proceeds(book.market_id, book.slot, buy.order_size, buy.fill_policy, buy.quantity)
       END AS round_trip_cost
FROM fact_book AS book
JOIN dim_market AS market USING (market_id)
JOIN dim_venue AS venue USING (venue_id)
JOIN fact_cost AS buy
  ON buy.market_id = book.market_id AND buy.slot = book.slot AND buy.version = book.version AND buy.side = 'buy'
JOIN fact_cost AS sell
  ON sell.market_id = book.market_id AND sell.slot = book.slot AND sell.version = book.version AND sell.side = 'sell'
 AND sell.order_size = buy.order_size AND sell.fill_policy = buy.fill_policy
WHERE book.version = 'live' AND (buy.fills_stored OR sell.fills_stored);
COMMENT ON VIEW transactions_summary IS 'One row per book and order size whose fills are stored, as the prototype''s table of that name.';
COMMENT ON COLUMN transactions_summary.coin_transaction_id IS 'Names the walks of one order size through one book: market/slot/order size/fill policy; unique.';
COMMENT ON COLUMN transactions_summary.exchange IS 'Code of the venue.';
COMMENT ON COLUMN transactions_summary.coin IS 'The venue''s product.';
COMMENT ON COLUMN transactions_summary.transaction_limit IS 'N, the order size, in quote.';
COMMENT ON COLUMN transactions_summary.mid_price IS 'm = (a1 + b1) / 2, in quote per base; null when a side is empty.';
COMMENT ON COLUMN transactions_summary.profit_opportunity IS 'The prototype''s formula: (sum of bid quantities - sum of ask quantities) x m, in quote. It is not a profit but about what a round trip costs; null unless both walks are complete.';
COMMENT ON COLUMN transactions_summary.pull_timestamp IS 'When the book was requested, whole seconds since 1970-01-01 UTC.';
COMMENT ON COLUMN transactions_summary.run_length IS 'Seconds from request to complete answer.';
COMMENT ON COLUMN transactions_summary.run_id IS 'The slot, which all markets pulled for the same hour share: YYYYMMDDTHHMMSSZ, UTC.';
COMMENT ON COLUMN transactions_summary.round_trip_cost IS 'F - R: spend F on a buy, sell what was bought at once and receive R; fees not included, in quote. Null unless the buy is complete and the fills of the sell walk hold that quantity.';

CREATE VIEW recent_transactions AS
SELECT fill.price AS coin_price,
       fill.quantity AS amount_requested,
       fill.amount AS transaction_cost,
       CASE fill.side WHEN 'buy' THEN 'ask' ELSE 'bid' END AS transaction_type,
       floor(extract(epoch FROM book.requested_at))::bigint AS pull_timestamp,
       coin_transaction_id(market.market, fill.slot, fill.order_size, fill.fill_policy) AS coin_transaction_id,
       venue.code AS exchange,
       market.product AS coin,
       book.mid_price,
       coalesce(asset.name, asset.code) AS crypto_currency,
       to_char(book.slot AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') AS run_id
FROM fact_book AS book
JOIN dim_market AS market USING (market_id)
JOIN dim_venue AS venue USING (venue_id)
LEFT JOIN dim_asset AS asset ON asset.code = market.base_asset
JOIN fact_fill AS fill USING (market_id, slot, version)
WHERE book.version = 'live'
  AND book.slot > now() - interval '72 hours'
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
COMMENT ON COLUMN recent_transactions.mid_price IS 'm = (a1 + b1) / 2, in quote per base; null when a side is empty.';
COMMENT ON COLUMN recent_transactions.crypto_currency IS 'The base asset: bitcoin or ethereum as the prototype named them, the asset''s code otherwise; null until the venue''s listing was had.';
COMMENT ON COLUMN recent_transactions.run_id IS 'The slot, which all markets pulled for the same hour share: YYYYMMDDTHHMMSSZ, UTC.';
