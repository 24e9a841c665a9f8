CREATE FUNCTION active_slots(of_market integer, since timestamptz, until timestamptz)
RETURNS TABLE (slot timestamptz, slot_length interval, is_due boolean) LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (series.slot)
           series.slot,
           active.slot_length,
           series.slot + active.slot_length <= coalesce(active."to", 'infinity') AS is_due
    FROM dim_market_active AS active
    CROSS JOIN LATERAL generate_series(
        date_bin(active.slot_length, greatest(active."from", since, '2000-01-01 00:00:00+00'), timestamptz '2000-01-01 00:00:00+00'),
        least(active."to", until),
        active.slot_length) AS series (slot)
    WHERE active.market_id = of_market AND series.slot < least(active."to", until)
    ORDER BY series.slot, is_due DESC, active.slot_length DESC
$$;
COMMENT ON FUNCTION active_slots(integer, timestamptz, timestamptz) IS
    'Slots of a market''s active times from the one that contains the first instant on, started before the second; is_due unless the market was stopped before the slot ended.';
