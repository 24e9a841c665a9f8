-- What was configured when a version was computed, so that nothing computed otherwise is added to it.
ALTER TABLE data_version ADD COLUMN recipe jsonb;
COMMENT ON COLUMN data_version.recipe IS 'The settings that decide its facts, as they were when its first page was opened: order sizes, fill sizes and policy, bands, fees, splits. Null for live, and for a version from before this was kept until a replay into it sets it.';
