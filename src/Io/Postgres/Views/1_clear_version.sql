-- Through this function alone a silo, which may not delete facts, deletes those of a version that is not live.
CREATE FUNCTION clear_version(of_version text, of_markets integer[], of_asset text, since timestamptz, until timestamptz)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    fact    record;
    cleared bigint := 0;
    rows    bigint;
BEGIN
    IF of_version = 'live' THEN
        RAISE EXCEPTION 'the facts of live are not cleared';
    END IF;
    FOR fact IN
        SELECT relname, EXISTS (SELECT FROM pg_attribute WHERE attrelid = oid AND attname = 'asset') AS is_of_splits
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'p' AND relname LIKE 'fact\_%'
          AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = oid AND attname = 'version')
        ORDER BY relname
    LOOP
        EXECUTE format('DELETE FROM public.%I WHERE version = $1 AND slot >= $4 AND slot < $5 AND %s',
                       fact.relname, CASE WHEN fact.is_of_splits THEN '($3 IS NULL OR asset = $3)' ELSE 'market_id = ANY ($2)' END)
        USING of_version, of_markets, of_asset, since, until;
        GET DIAGNOSTICS rows = ROW_COUNT;
        cleared := cleared + rows;
    END LOOP;
    RETURN cleared;
END $$;
COMMENT ON FUNCTION clear_version(text, integer[], text, timestamptz, timestamptz) IS
    'Deletes the facts of a version, never of live, of these markets and of the splits of an asset (of all, where it is null), for slots that start in a range; says how many rows.';
