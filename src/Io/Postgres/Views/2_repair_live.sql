-- A silo may not delete facts. This deletes only what repairable names, checks that again under a lock, and keeps what it removed.
CREATE FUNCTION repair_live(of_kind text, of_subject text, of_slot timestamptz, deadline interval)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    id   integer;
    gone jsonb;
    fact record;
BEGIN
    IF of_kind IN ('future_gap', 'future_book') THEN
        SELECT market_id INTO STRICT id FROM dim_market WHERE market = of_subject FOR NO KEY UPDATE;
    ELSIF of_kind = 'late_split' THEN
        PERFORM pg_advisory_xact_lock(hashtext('repair_live'));
    ELSE
        RAISE EXCEPTION '% is not removed; a replay into a version computes it again', of_kind;
    END IF;
    IF NOT EXISTS (SELECT FROM repairable(deadline, '{}') WHERE (kind, subject, slot) = (of_kind, of_subject, of_slot)) THEN
        RETURN false;
    END IF;
    IF of_kind = 'future_gap' THEN
        DELETE FROM fact_gap WHERE market_id = id AND slot = of_slot RETURNING to_jsonb(fact_gap) INTO gone;
    ELSIF of_kind = 'future_book' THEN
        SELECT to_jsonb(book) INTO gone FROM fact_book AS book WHERE market_id = id AND slot = of_slot AND version = 'live';
        FOR fact IN
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'p' AND relname LIKE 'fact\_%' AND relname NOT LIKE 'fact\_split%'
              AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = oid AND attname = 'version')
        LOOP
            EXECUTE format('DELETE FROM public.%I WHERE version = ''live'' AND market_id = $1 AND slot = $2', fact.relname) USING id, of_slot;
        END LOOP;
        -- The object keeps a pull that names it, so that its bytes do not become the book of a slot that they do not belong to.
        UPDATE fact_pull SET outcome = 'failed', kind = 'clock', message = 'the clock of the silo was ahead of the database'
        WHERE market_id = id AND slot = of_slot AND outcome <> 'failed' AND ended_at > now();
    ELSE
        SELECT jsonb_agg(to_jsonb(split)) INTO gone FROM fact_split AS split
        WHERE asset = of_subject AND slot = of_slot AND version = 'live';
        DELETE FROM fact_split_excluded WHERE asset = of_subject AND slot = of_slot AND version = 'live';
        DELETE FROM fact_split_single WHERE asset = of_subject AND slot = of_slot AND version = 'live';
        DELETE FROM fact_split_leg WHERE asset = of_subject AND slot = of_slot AND version = 'live';
        DELETE FROM fact_split WHERE asset = of_subject AND slot = of_slot AND version = 'live';
    END IF;
    INSERT INTO repair_record (kind, subject, slot, removed) VALUES (of_kind, of_subject, of_slot, gone);
    RETURN true;
END $$;
COMMENT ON FUNCTION repair_live(text, text, timestamptz, interval) IS
    'Removes from live what repairable names, and keeps it in repair_record; false when there is nothing to repair (any more). Splits are computed again by the next look at their slot or by a replay.';
