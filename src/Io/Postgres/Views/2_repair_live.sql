-- A silo may not delete facts. This deletes only what repairable names, checks that again under a lock, and keeps what it removed.
CREATE FUNCTION repair_live(of_kind text, of_subject text, of_slot timestamptz, deadline interval)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    id   integer;
    fact record;
    rows jsonb;
    gone jsonb := '{}';
BEGIN
    IF of_kind NOT IN ('future_gap', 'future_book', 'late_split') THEN
        RAISE EXCEPTION '% is not removed; a replay into a version computes it again', of_kind;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('repair_live'));
    IF of_kind <> 'late_split' THEN
        SELECT market_id INTO STRICT id FROM dim_market WHERE market = of_subject FOR NO KEY UPDATE;
    END IF;
    IF NOT EXISTS (SELECT FROM repairable(deadline, '{}') WHERE (kind, subject, slot) = (of_kind, of_subject, of_slot)) THEN
        RETURN false;
    END IF;
    IF of_kind = 'future_gap' THEN
        DELETE FROM fact_gap WHERE market_id = id AND slot = of_slot RETURNING to_jsonb(fact_gap) INTO rows;
        gone := jsonb_build_object('fact_gap', rows);
    ELSE
        -- The splits of a slot go with a book of the future, whichever asset they are of: it may have converted for them.
        FOR fact IN
            SELECT relname, relname LIKE 'fact\_split%' AS is_of_splits FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'p' AND relname LIKE 'fact\_%'
              AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = oid AND attname = 'version')
            ORDER BY relname
        LOOP
            CONTINUE WHEN of_kind = 'late_split' AND NOT fact.is_of_splits;
            EXECUTE format(
                'WITH gone AS (DELETE FROM public.%1$I WHERE version = ''live'' AND slot = $1 AND %2$s RETURNING to_jsonb(%1$I) AS row) '
                'SELECT jsonb_agg(row) FROM gone',
                fact.relname,
                CASE WHEN NOT fact.is_of_splits THEN 'market_id = $2' WHEN of_kind = 'late_split' THEN 'asset = $3' ELSE 'true' END)
            INTO rows USING of_slot, id, of_subject;
            gone := CASE WHEN rows IS NULL THEN gone ELSE gone || jsonb_build_object(fact.relname, rows) END;
        END LOOP;
    END IF;
    IF of_kind = 'future_book' THEN
        -- The object keeps a pull that names it, so that its bytes do not become the book of a slot that they do not belong to.
        UPDATE fact_pull SET outcome = 'failed', kind = 'clock', message = 'the clock of the silo was ahead of the database'
        WHERE market_id = id AND slot = of_slot AND outcome <> 'failed' AND archive_key = gone->'fact_book'->0->>'archive_key';
    END IF;
    IF gone <> '{}' THEN
        INSERT INTO repair_record (kind, subject, slot, removed) VALUES (of_kind, of_subject, of_slot, gone);
    END IF;
    RETURN true;
END $$;
COMMENT ON FUNCTION repair_live(text, text, timestamptz, interval) IS
    'Removes from live what repairable names, with everything computed from it, and keeps it in repair_record; false when there is nothing to repair (any more). Splits are computed again by the next look at their slot or by a replay.';
