-- What repairs removed from live, so that nothing disappears without a record.

CREATE TABLE repair_record (
    repair_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('future_gap', 'future_book', 'late_split')),
    subject     text NOT NULL,
    slot        timestamptz NOT NULL,
    removed     jsonb NOT NULL,
    repaired_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX repair_record_slot ON repair_record (slot);
COMMENT ON TABLE repair_record IS 'Rows of live that a repair removed, because an earlier version of the software or a clock that was wrong had written them. Written by the function repair_live only.';
COMMENT ON COLUMN repair_record.repair_id IS 'Surrogate key, in order of the repairs.';
COMMENT ON COLUMN repair_record.kind IS 'future_gap, future_book or late_split: see the function repairable.';
COMMENT ON COLUMN repair_record.subject IS 'The market as venue:product, or the asset of the splits.';
COMMENT ON COLUMN repair_record.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN repair_record.removed IS 'The removed rows as they were, by table.';
COMMENT ON COLUMN repair_record.repaired_at IS '[UTC] When it was repaired, UTC.';
