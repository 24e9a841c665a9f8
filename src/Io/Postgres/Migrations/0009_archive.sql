-- Which archive the facts of this database were computed from, so that another one is not taken for it.

CREATE TABLE archive_identity (
    is_only     boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    archive_id  text NOT NULL CHECK (archive_id <> ''),
    recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE archive_identity IS 'The identity of the archive that belongs to this database; no row before the first start.';
COMMENT ON COLUMN archive_identity.is_only IS 'Always true: there is at most one row.';
COMMENT ON COLUMN archive_identity.archive_id IS 'The text of the archive''s marker, the object orderbook-archive beside raw/.';
COMMENT ON COLUMN archive_identity.recorded_at IS '[UTC] When a silo first used the archive with this database, UTC.';
