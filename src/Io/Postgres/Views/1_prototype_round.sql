-- From 2^52 on a double is a whole number. Below that, 78 binary places hold every double from 2^-26 on exactly, and a smaller one
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
