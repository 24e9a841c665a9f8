-- The plans of partitioned tables look expensive, and compiling them takes seconds where running them takes milliseconds. Only the
-- owner of a database may set this for all its sessions; for another role deploy/RUNBOOK.md says what its owner does.
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I SET jit = off', current_database());
EXCEPTION
    WHEN insufficient_privilege THEN NULL;
END
$$;
