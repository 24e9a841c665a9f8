-- What a silo may do, granted by the owner after each `migrate`: psql -U orderbook_owner -d orderbook -f grants.sql
-- Doing it twice changes nothing.

DO $$ BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO orderbook_silo', current_database());
END $$;
GRANT USAGE ON SCHEMA public, orleans TO orderbook_silo;
GRANT SELECT ON ALL TABLES IN SCHEMA public, orleans TO orderbook_silo;

-- Facts and dimensions are added. Partitions are written through their tables only.
DO $$
DECLARE
    relation regclass;
BEGIN
    FOR relation IN
        SELECT oid FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname ~ '^(fact|dim)_'
    LOOP
        EXECUTE format('GRANT INSERT ON %s TO orderbook_silo', relation);
    END LOOP;
END $$;

-- A market starts and stops and its listing changes; a gap whose book is found in the archive after all is one no more.
GRANT UPDATE ON dim_venue, dim_market, dim_market_rule, dim_market_active TO orderbook_silo;
GRANT DELETE ON fact_gap TO orderbook_silo;

-- The audit keeps how far it came, and what it found and finds no more.
GRANT INSERT, UPDATE ON market_audit, audit_finding TO orderbook_silo;

-- The first silo to use an archive records which one it is.
GRANT INSERT ON archive_identity TO orderbook_silo;

-- Replays keep how far they came. They write facts of versions of their own, and clear those again; live they add to, and say so
-- where fills came to a cost.
GRANT INSERT, UPDATE ON replay_job, data_version TO orderbook_silo;
GRANT INSERT ON replay_finding TO orderbook_silo;
GRANT DELETE ON data_version TO orderbook_silo;
GRANT UPDATE (fills_stored) ON fact_cost TO orderbook_silo;
REVOKE EXECUTE ON FUNCTION clear_version(text, integer[], text, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clear_version(text, integer[], text, timestamptz, timestamptz) TO orderbook_silo;
REVOKE EXECUTE ON FUNCTION clear_outdated_splits(text, timestamptz, integer, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clear_outdated_splits(text, timestamptz, integer, timestamptz) TO orderbook_silo;

-- A repair removes what cannot be right, through a function that keeps what it removed.
REVOKE EXECUTE ON FUNCTION repair_live(text, text, timestamptz, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION repair_live(text, text, timestamptz, interval) TO orderbook_silo;

-- Keys are made and revoked, never changed or forgotten.
GRANT INSERT ON api_key TO orderbook_silo;
GRANT UPDATE (revoked_at) ON api_key TO orderbook_silo;

-- What was changed and by whom is added, and forgotten only when it is old.
GRANT INSERT ON audit_log TO orderbook_silo;
REVOKE EXECUTE ON FUNCTION drop_old_audit_log(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_old_audit_log(integer) TO orderbook_silo;

REVOKE EXECUTE ON FUNCTION ensure_partitions(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_partitions(timestamptz) TO orderbook_silo;

-- Only where the setting KeepFillsMonths is used: a silo may then forget the fills of older months, which a replay makes again.
-- GRANT EXECUTE ON FUNCTION drop_old_fills(integer) TO orderbook_silo;

-- Orleans' own tables: state, reminders, membership; not the statements that it runs.
GRANT INSERT, UPDATE, DELETE ON orleans.orleansstorage, orleans.orleansreminderstable,
    orleans.orleansmembershiptable, orleans.orleansmembershipversiontable TO orderbook_silo;
