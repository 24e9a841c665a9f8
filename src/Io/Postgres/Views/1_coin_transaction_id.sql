CREATE FUNCTION coin_transaction_id(market text, slot timestamptz, order_size numeric, fill_policy text)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT market || '/' || to_char(slot AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"')
        || '/' || trim_scale(order_size)::text || '/' || fill_policy
$$;
COMMENT ON FUNCTION coin_transaction_id(text, timestamptz, numeric, text) IS
    'Name of the two walks of one order size through one book: market/slot/order size/fill policy.';
