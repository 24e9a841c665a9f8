CREATE FUNCTION prototype_mid(best_bid numeric, best_ask numeric) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT (best_bid::float8 + best_ask::float8) / 2
$$;
COMMENT ON FUNCTION prototype_mid(numeric, numeric) IS 'm = (a1 + b1) / 2 as the prototype computed it, in doubles; null when a side is empty.';
