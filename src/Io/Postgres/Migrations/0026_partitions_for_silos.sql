-- A silo makes next month's partitions, and needs no right to make tables for that: the function acts for its owner, on names
-- that only it chooses.

ALTER FUNCTION ensure_partitions(timestamptz) SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp;
