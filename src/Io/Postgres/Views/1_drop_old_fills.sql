-- Fills are most of the database, and a replay computes them again from the archive. A month is emptied and not dropped: a replay
-- of that month finds its partition, and readers and writers of other months do not wait. A silo that was granted this function
-- can empty no younger month and nothing but fills.
CREATE FUNCTION drop_old_fills(keep_months integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
    keep_from text := to_char(date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => keep_months), 'YYYY_MM');
    month     regclass;
    has_fills boolean;
    emptied   integer := 0;
BEGIN
    IF keep_months IS NULL OR keep_months < 1 THEN
        RAISE EXCEPTION 'keep_months must be at least 1, not %', keep_months;
    END IF;
    FOR month IN
        SELECT partition.oid FROM pg_inherits JOIN pg_class AS partition ON partition.oid = inhrelid
        WHERE inhparent = 'public.fact_fill'::regclass AND right(partition.relname, 7) COLLATE "C" < keep_from
        ORDER BY partition.relname
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', month) INTO has_fills;
        IF has_fills THEN
            EXECUTE format('TRUNCATE %s', month);
            emptied := emptied + 1;
        END IF;
    END LOOP;
    RETURN emptied;
END $$;
COMMENT ON FUNCTION drop_old_fills(integer) IS
    'Forgets the fills of the UTC months before the given number of whole months and the present one; says how many months it emptied.';
REVOKE EXECUTE ON FUNCTION drop_old_fills(integer) FROM PUBLIC;
