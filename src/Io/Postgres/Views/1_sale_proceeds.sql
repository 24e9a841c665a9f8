CREATE FUNCTION sale_proceeds(of_market integer, of_slot timestamptz, of_version text, of_order_size numeric, of_fill_policy text, sold numeric)
RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN sum(bid.quantity) >= sold
                THEN sum(bid.price * greatest(0, least(bid.quantity, sold - bid.quantity_before)))
           END
    FROM (SELECT price, quantity,
                 coalesce(sum(quantity) OVER (ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS quantity_before
          FROM fact_fill
          WHERE market_id = of_market AND slot = of_slot AND version = of_version AND side = 'sell'
            AND order_size = of_order_size AND fill_policy = of_fill_policy) AS bid
$$;
COMMENT ON FUNCTION sale_proceeds(integer, timestamptz, text, numeric, text, numeric) IS
    'What selling a quantity of base brings, in quote, from the stored fills of the sell walk; null when they hold less than that.';
