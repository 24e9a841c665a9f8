-- What splits say, for people. Amounts are in the currency of the split, fees and conversion included.

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
    SELECT DISTINCT ON (single.side, venue.code)
           single.side, venue.code AS exchange, single.quantity, single.amount, single.all_in_price, single.rank, price_to_beat
    FROM fact_split_single AS single
    CROSS JOIN LATERAL (SELECT CASE single.side WHEN 'buy' THEN single.all_in_price ELSE -single.all_in_price END) AS price (price_to_beat)
    JOIN dim_market AS market USING (market_id)
    JOIN dim_venue AS venue USING (venue_id)
    WHERE single.asset = asset.code AND single.slot = latest.slot AND single.currency = 'USD'
      AND single.order_size = 50000 AND single.version = 'live'
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

CREATE FUNCTION best_way_to_trade(asset text, order_size numeric, currency text DEFAULT 'USD')
RETURNS TABLE (
    slot timestamptz, side text, line text, market text, order_quantity numeric, quantity numeric, quote text, average_price numeric,
    worst_price numeric, fee numeric, amount numeric, all_in_price numeric, saving numeric, saving_bps double precision, reason text
) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
DECLARE
    of_asset    text := upper(best_way_to_trade.asset);
    of_currency text := upper(best_way_to_trade.currency);
    of_size     numeric := best_way_to_trade.order_size;
    latest      timestamptz;
    sizes       text;
BEGIN
    SELECT split.slot INTO latest FROM fact_split AS split
    WHERE split.asset = of_asset AND split.currency = of_currency AND split.version = 'live' AND NOT split.refused
    ORDER BY split.slot DESC LIMIT 1;
    IF latest IS NULL THEN
        RAISE EXCEPTION 'there is no split of % in %', of_asset, of_currency;
    END IF;

    SELECT string_agg(known.size::text, ', ' ORDER BY known.size) INTO sizes
    FROM (SELECT DISTINCT trim_scale(split.order_size) AS size FROM fact_split AS split
          WHERE split.asset = of_asset AND split.slot = latest AND split.currency = of_currency AND split.version = 'live') AS known
    HAVING bool_and(known.size IS DISTINCT FROM of_size);
    IF sizes IS NOT NULL THEN
        RAISE EXCEPTION 'there is no split of % % for %', of_size, of_currency, of_asset USING HINT = format('There are %s.', sizes);
    END IF;

    RETURN QUERY
    SELECT latest, row.side, row.line, market.market, row.order_quantity, row.quantity,
           CASE row.line WHEN 'order' THEN market.quote_asset END, row.average_price, row.worst_price, row.fee, row.amount,
           row.all_in_price, row.saving, row.saving_bps, row.reason
    FROM (
        SELECT leg.side, 1 AS place, 'order' AS line, leg.market_id, leg.order_quantity, leg.quantity, leg.average_price, leg.worst_price,
               trim_scale(round(leg.fee * leg.amount / nullif(leg.net_amount, 0), 18)) AS fee, leg.amount,
               NULL::numeric AS all_in_price, NULL::numeric AS saving, NULL::double precision AS saving_bps, NULL AS reason
        FROM fact_split_leg AS leg
        WHERE leg.asset = of_asset AND leg.slot = latest AND leg.currency = of_currency AND leg.order_size = of_size AND leg.version = 'live'
        UNION ALL
        SELECT split.side, 2, 'total', NULL, legs.order_quantity, split.quantity, NULL, NULL, legs.fee, split.amount,
               split.all_in_price, split.saving, split.saving_bps,
               CASE WHEN split.refused THEN 'refused' ELSE split.reason END
        FROM fact_split AS split
        CROSS JOIN LATERAL (
            SELECT sum(leg.order_quantity) AS order_quantity,
                   trim_scale(round(sum(leg.fee * leg.amount / nullif(leg.net_amount, 0)), 18)) AS fee
            FROM fact_split_leg AS leg
            WHERE leg.asset = of_asset AND leg.slot = latest AND leg.currency = of_currency AND leg.side = split.side
              AND leg.order_size = of_size AND leg.version = 'live') AS legs
        WHERE split.asset = of_asset AND split.slot = latest AND split.currency = of_currency
          AND split.order_size = of_size AND split.version = 'live'
        UNION ALL
        SELECT single.side, 3, 'best single', single.market_id, NULL, single.quantity, NULL, NULL, NULL, single.amount,
               single.all_in_price, NULL, NULL, NULL
        FROM fact_split_single AS single
        WHERE single.asset = of_asset AND single.slot = latest AND single.currency = of_currency
          AND single.order_size = of_size AND single.version = 'live' AND single.rank = 1
        UNION ALL
        SELECT excluded.side, 4, 'left out', excluded.market_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, excluded.reason
        FROM fact_split_excluded AS excluded
        WHERE excluded.asset = of_asset AND excluded.slot = latest AND excluded.currency = of_currency
          AND excluded.order_size = of_size AND excluded.version = 'live'
    ) AS row
    LEFT JOIN dim_market AS market USING (market_id)
    ORDER BY row.side, row.place, row.amount DESC, market.market COLLATE "C";
END $$;
COMMENT ON FUNCTION best_way_to_trade(text, numeric, text) IS
    'How to buy and how to sell for an order size, in the latest slot that has splits, line by line. order: what to order on a market, the largest first; total: what all of it comes to, and the saving against the best single market; best single: the market that does the whole order best alone; left out: a market that takes no part, and why. order_quantity and quantity (received or given) are in base; average_price and worst_price, the limit to order with, in the asset that quote names; fee, amount (paid or received, fees and conversion included) and saving in the currency; all_in_price is amount / quantity. reason is why a market is left out, or why the total is not complete. An order size without splits is an error that names those there are.';

CREATE VIEW split_savings AS
SELECT split.asset,
       split.currency,
       (split.slot AT TIME ZONE 'UTC')::date AS day,
       split.side,
       split.order_size,
       count(*) AS splits,
       count(*) - count(split.saving) AS splits_without_single,
       trim_scale(round(avg(split.saving), 18)) AS saving_mean,
       trim_scale(0.5 * (percentile_disc(0.5) WITHIN GROUP (ORDER BY split.saving)
                         + percentile_disc(0.5) WITHIN GROUP (ORDER BY split.saving DESC))) AS saving_median,
       max(split.saving) AS saving_max,
       avg(split.saving_bps) AS saving_bps_mean,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY split.saving_bps) AS saving_bps_median,
       max(split.saving_bps) AS saving_bps_max,
       count(*) FILTER (WHERE split.saving > 0)::double precision / nullif(count(split.saving), 0) AS share_better
FROM fact_split AS split
WHERE split.version = 'live' AND split.complete
GROUP BY split.asset, split.currency, day, split.side, split.order_size;
COMMENT ON VIEW split_savings IS 'What splitting saved against the best single market, by day; over the complete splits of the day that a market could have done alone.';
COMMENT ON COLUMN split_savings.asset IS 'The base asset that is bought or sold.';
COMMENT ON COLUMN split_savings.currency IS 'Asset that the order size and the savings are in.';
COMMENT ON COLUMN split_savings.day IS 'The day of the slots, UTC.';
COMMENT ON COLUMN split_savings.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN split_savings.order_size IS 'N, the order size of the splits, in currency.';
COMMENT ON COLUMN split_savings.splits IS 'Number of complete splits.';
COMMENT ON COLUMN split_savings.splits_without_single IS 'Number of those that no market could have done alone: they have no saving.';
COMMENT ON COLUMN split_savings.saving_mean IS 'Mean of fact_split.saving, in currency, rounded at 18 decimals; null where no split has one.';
COMMENT ON COLUMN split_savings.saving_median IS 'Median of fact_split.saving, in currency; null where no split has one.';
COMMENT ON COLUMN split_savings.saving_max IS 'Largest fact_split.saving, in currency; null where no split has one.';
COMMENT ON COLUMN split_savings.saving_bps_mean IS 'Mean of fact_split.saving_bps, in basis points; null where no split has one.';
COMMENT ON COLUMN split_savings.saving_bps_median IS 'Median of fact_split.saving_bps, in basis points; null where no split has one.';
COMMENT ON COLUMN split_savings.saving_bps_max IS 'Largest fact_split.saving_bps, in basis points; null where no split has one.';
COMMENT ON COLUMN split_savings.share_better IS 'Splits that save something / splits that have a saving, as a fraction; null where none has one.';

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
    FROM fact_split
    WHERE version = 'live' AND best_single_market_id IS NOT NULL
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
