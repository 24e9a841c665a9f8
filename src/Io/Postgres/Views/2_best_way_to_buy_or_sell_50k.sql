CREATE VIEW best_way_to_buy_or_sell_50k AS
SELECT CASE offer.side WHEN 'buy' THEN 'ask' ELSE 'bid' END AS transaction_type,
       offer.exchange,
       coalesce(asset.name, asset.code) AS crypto_currency,
       offer.quantity AS amount_requested,
       offer.amount AS total_cost,
       offer.all_in_price AS cost_per_coin,
       row_number() OVER (PARTITION BY asset.code, offer.side ORDER BY offer.price_to_beat, offer.rank) = 1 AS best_value,
       latest.slot
FROM dim_asset AS asset
CROSS JOIN LATERAL (
    SELECT split.slot FROM fact_split AS split
    WHERE split.asset = asset.code AND split.currency = 'USD' AND split.version = 'live' AND NOT split.refused
    ORDER BY split.slot DESC LIMIT 1
) AS latest
CROSS JOIN LATERAL (
    SELECT split.version FROM shown_split AS split
    WHERE split.asset = asset.code AND split.currency = 'USD' AND split.slot = latest.slot LIMIT 1
) AS shown
CROSS JOIN LATERAL (
    SELECT DISTINCT ON (single.side, venue.code)
           single.side, venue.code AS exchange, single.quantity, single.amount, single.all_in_price, single.rank, price_to_beat
    FROM fact_split_single AS single
    CROSS JOIN LATERAL (SELECT CASE single.side WHEN 'buy' THEN single.all_in_price ELSE -single.all_in_price END) AS price (price_to_beat)
    JOIN dim_market AS market USING (market_id)
    JOIN dim_venue AS venue USING (venue_id)
    WHERE single.asset = asset.code AND single.slot = latest.slot AND single.currency = 'USD'
      AND single.order_size = 50000 AND single.version = shown.version
    ORDER BY single.side, venue.code, price_to_beat, single.rank
) AS offer;
COMMENT ON VIEW best_way_to_buy_or_sell_50k IS 'What 50,000 USD come to on every exchange that can do it alone, in the latest slot that has splits: one row per exchange, asset and side, of the exchange''s best market. The prototype''s view of that name; it had no fees, mixed quote currencies and called the dearest exchange the best to buy on.';
COMMENT ON COLUMN best_way_to_buy_or_sell_50k.transaction_type IS 'ask: a buy, which takes asks; bid: a sell, which takes bids.';
COMMENT ON COLUMN best_way_to_buy_or_sell_50k.exchange IS 'Code of the venue.';
COMMENT ON COLUMN best_way_to_buy_or_sell_50k.crypto_currency IS 'The base asset: bitcoin or ethereum as the prototype named them, the asset''s code otherwise.';
COMMENT ON COLUMN best_way_to_buy_or_sell_50k.amount_requested IS 'Received by a buy, given by a sell, in base.';
COMMENT ON COLUMN best_way_to_buy_or_sell_50k.total_cost IS 'Paid by a buy, received by a sell, fees and conversion included, in currency: USD.';
COMMENT ON COLUMN best_way_to_buy_or_sell_50k.cost_per_coin IS 'total_cost / amount_requested, in currency per base: USD.';
COMMENT ON COLUMN best_way_to_buy_or_sell_50k.best_value IS 'Whether it is the cheapest to buy on, the dearest to sell on; of equals one is.';
COMMENT ON COLUMN best_way_to_buy_or_sell_50k.slot IS 'Start of the slot, UTC.';
