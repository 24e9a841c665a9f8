-- A silo that was granted this function can delete old entries and cannot hide what it did lately.
CREATE FUNCTION drop_old_audit_log(keep_days integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
    dropped bigint;
BEGIN
    IF keep_days IS NULL OR keep_days < 30 THEN
        RAISE EXCEPTION 'keep_days must be at least 30, not %', keep_days;
    END IF;
    DELETE FROM audit_log WHERE recorded_at < now() - make_interval(days => keep_days);
    GET DIAGNOSTICS dropped = ROW_COUNT;
    RETURN dropped;
END $$;
COMMENT ON FUNCTION drop_old_audit_log(integer) IS
    'Deletes the entries of audit_log that are older than the given number of days, at least 30; returns how many they were.';
REVOKE EXECUTE ON FUNCTION drop_old_audit_log(integer) FROM PUBLIC;
