-- A new month is built beside its table and then attached: neither readers nor writers of the table wait for it.

CREATE FUNCTION ensure_partitions(of_month timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    month_start timestamptz := date_trunc('month', of_month, 'UTC');
    month_end   timestamptz := date_trunc('month', month_start + interval '768 hours', 'UTC');
    parent      text;
    partition   text;
    made        integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ensure_partitions'));
    FOREACH parent IN ARRAY ARRAY['fact_pull', 'fact_book', 'fact_depth', 'fact_cost', 'fact_fill'] LOOP
        partition := parent || to_char(month_start AT TIME ZONE 'UTC', '_YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || partition) IS NOT NULL;
        EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL)', partition, parent);
        EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                       parent, partition, month_start, month_end);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
COMMENT ON FUNCTION ensure_partitions(timestamptz) IS
    'Makes the partitions of the UTC month that contains an instant, where they are missing; says how many it made.';
