-- Through this function alone a silo, which may not delete facts, replaces splits for which a book was missing.
CREATE FUNCTION clear_outdated_splits(of_asset text, of_slot timestamptz, of_books integer, of_newest_book_at timestamptz)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    part    text;
    cleared bigint;
BEGIN
    DELETE FROM public.fact_split
    WHERE asset = of_asset AND slot = of_slot AND version = 'live' AND books IS NOT NULL
      AND (books, newest_book_at) IS DISTINCT FROM (of_books, of_newest_book_at);
    GET DIAGNOSTICS cleared = ROW_COUNT;
    IF cleared > 0 THEN
        FOREACH part IN ARRAY ARRAY['fact_split_leg', 'fact_split_single', 'fact_split_excluded'] LOOP
            EXECUTE format('DELETE FROM public.%I WHERE asset = $1 AND slot = $2 AND version = ''live''', part) USING of_asset, of_slot;
        END LOOP;
    END IF;
    RETURN cleared;
END $$;
COMMENT ON FUNCTION clear_outdated_splits(text, timestamptz, integer, timestamptz) IS
    'Deletes the live splits of an asset and slot for which it is known that other books counted than so many, the newest received at this time; says how many. They are computed again.';
