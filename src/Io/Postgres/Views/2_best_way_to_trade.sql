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
    shown       text;
    sizes       text;
BEGIN
    SELECT split.slot INTO latest FROM fact_split AS split
    WHERE split.asset = of_asset AND split.currency = of_currency AND split.version = 'live' AND NOT split.refused
    ORDER BY split.slot DESC LIMIT 1;
    SELECT split.version INTO shown FROM shown_split AS split
    WHERE split.asset = of_asset AND split.currency = of_currency AND split.slot = latest LIMIT 1;
    IF latest IS NULL THEN
        RAISE EXCEPTION 'there is no split of % in %', of_asset, of_currency;
    END IF;

    SELECT string_agg(known.size::text, ', ' ORDER BY known.size) INTO sizes
    FROM (SELECT DISTINCT trim_scale(split.order_size) AS size FROM fact_split AS split
          WHERE split.asset = of_asset AND split.slot = latest AND split.currency = of_currency AND split.version = shown) AS known
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
        WHERE leg.asset = of_asset AND leg.slot = latest AND leg.currency = of_currency AND leg.order_size = of_size AND leg.version = shown
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
              AND leg.order_size = of_size AND leg.version = shown) AS legs
        WHERE split.asset = of_asset AND split.slot = latest AND split.currency = of_currency
          AND split.order_size = of_size AND split.version = shown
        UNION ALL
        SELECT single.side, 3, 'best single', single.market_id, NULL, single.quantity, NULL, NULL, NULL, single.amount,
               single.all_in_price, NULL, NULL, NULL
        FROM fact_split_single AS single
        WHERE single.asset = of_asset AND single.slot = latest AND single.currency = of_currency
          AND single.order_size = of_size AND single.version = shown AND single.rank = 1
        UNION ALL
        SELECT excluded.side, 4, 'left out', excluded.market_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, excluded.reason
        FROM fact_split_excluded AS excluded
        WHERE excluded.asset = of_asset AND excluded.slot = latest AND excluded.currency = of_currency
          AND excluded.order_size = of_size AND excluded.version = shown
    ) AS row
    LEFT JOIN dim_market AS market USING (market_id)
    ORDER BY row.side, row.place, row.amount DESC, market.market COLLATE "C";
END $$;
COMMENT ON FUNCTION best_way_to_trade(text, numeric, text) IS
    'How to buy and how to sell for an order size, in the latest slot that has splits, line by line. order: what to order on a market, the largest first; total: what all of it comes to, and the saving against the best single market; best single: the market that does the whole order best alone; left out: a market that takes no part, and why. order_quantity and quantity (received or given) are in base; average_price and worst_price, the limit to order with, in the asset that quote names; fee, amount (paid or received, fees and conversion included) and saving in the currency; all_in_price is amount / quantity. reason is why a market is left out, or why the total is not complete. An order size without splits is an error that names those there are.';
