-- With the fill policy seed, mid price and profit_opportunity are what the prototype stored: computed in doubles, rounded to
-- cents by Python, and from whatever was taken, also when that was less than the order size.

CREATE FUNCTION prototype_mid(best_bid numeric, best_ask numeric) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT (best_bid::float8 + best_ask::float8) / 2
$$;
COMMENT ON FUNCTION prototype_mid(numeric, numeric) IS 'm = (a1 + b1) / 2 as the prototype computed it, in doubles; null when a side is empty.';

-- From 2^52 on a double is a whole number. Below, 78 binary places hold every double from 2^-26 on exactly, and a smaller one
-- is rounded to 0 whatever is cut off.
CREATE FUNCTION prototype_round(value double precision) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE WHEN abs(value) >= 2::float8 ^ 52 THEN value::text::numeric
                ELSE sign(value)::integer * 0.01 * (cents + CASE WHEN rest > half OR (rest = half AND cents % 2 = 1) THEN 1 ELSE 0 END)
           END
    FROM (SELECT CASE WHEN abs(value) < 2::float8 ^ 52 THEN abs(value) ELSE 0 END AS size) AS bounded
    CROSS JOIN LATERAL (SELECT trunc(size) AS whole, (size - trunc(size)) * 2::float8 ^ 39 AS fraction) AS part
    CROSS JOIN LATERAL (
        SELECT 100 * (whole::bigint * 2::numeric ^ 78 + trunc(fraction)::bigint * 2::numeric ^ 39
                      + trunc((fraction - trunc(fraction)) * 2::float8 ^ 39)::bigint) AS in_2_to_78ths,
               2::numeric ^ 77 AS half) AS scaled
    CROSS JOIN LATERAL (SELECT div(in_2_to_78ths, 2 * half) AS cents, mod(in_2_to_78ths, 2 * half) AS rest) AS divided
$$;
COMMENT ON FUNCTION prototype_round(double precision) IS
    'Python''s round(x, 2): the exact binary value rounded to two decimals, ties to even.';

CREATE OR REPLACE VIEW transactions_summary AS
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
COMMENT ON COLUMN transactions_summary.mid_price IS 'm = (a1 + b1) / 2, in quote per base; with fill policy seed rounded to two decimals as the prototype did; null when a side is empty.';
COMMENT ON COLUMN transactions_summary.profit_opportunity IS 'The prototype''s formula: (sum of bid quantities - sum of ask quantities) x m, in quote. It is not a profit but about what a round trip costs; null unless both walks are complete. With fill policy seed rounded to two decimals, and null only where a walk took nothing, as the prototype did.';

CREATE OR REPLACE VIEW recent_transactions AS
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
FROM fact_book AS book
JOIN dim_market AS market USING (market_id)
JOIN dim_venue AS venue USING (venue_id)
LEFT JOIN dim_asset AS asset ON asset.code = market.base_asset
JOIN fact_fill AS fill USING (market_id, slot, version)
WHERE book.version = 'live'
  AND book.slot > now() - interval '72 hours'
  AND book.requested_at > now() - interval '48 hours';
COMMENT ON COLUMN recent_transactions.mid_price IS 'm = (a1 + b1) / 2, in quote per base; with fill policy seed rounded to two decimals as the prototype did; null when a side is empty.';
