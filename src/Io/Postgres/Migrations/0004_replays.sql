-- Replays, and the versions of the facts that they write.

CREATE TABLE data_version (
    version     text PRIMARY KEY CHECK (version ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
    order_sizes numeric[],
    fee_profile text,
    fill_policy text,
    recipe      jsonb,
    created_at  timestamptz NOT NULL,
    promoted_at timestamptz,
    is_dropped  boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE data_version IS 'Versions of the facts: live, which pulls write, and those that replays wrote. All facts of one version were computed in the same way.';
COMMENT ON COLUMN data_version.version IS 'The name in the facts'' column version.';
COMMENT ON COLUMN data_version.order_sizes IS 'Order sizes it was computed with, in quote; null for those configured.';
COMMENT ON COLUMN data_version.fee_profile IS 'Fee profile it was computed with, none for no fees; null for the fees configured.';
COMMENT ON COLUMN data_version.fill_policy IS 'Fill policy it was computed with; null for the one configured.';
COMMENT ON COLUMN data_version.recipe IS 'The settings that decide its facts, as they were when its first page was opened: order sizes, fill sizes and policy, bands, fees, splits. Null for live, and for a version from before this was kept until a replay into it sets it.';
COMMENT ON COLUMN data_version.created_at IS 'When the first replay into it was ordered, UTC.';
COMMENT ON COLUMN data_version.promoted_at IS 'Since when the views show it, UTC: of several versions that cover a slot the one promoted last. Null while they do not; -infinity for live.';
COMMENT ON COLUMN data_version.is_dropped IS 'Whether its facts are being deleted.';
INSERT INTO data_version (version, created_at, promoted_at) VALUES ('live', now(), '-infinity');

CREATE TABLE replay_job (
    replay_id   text PRIMARY KEY,
    mode        text NOT NULL CHECK (mode IN ('fill', 'version', 'verify')),
    dry_run     boolean NOT NULL,
    version     text NOT NULL,
    "from"      timestamptz NOT NULL,
    "to"        timestamptz NOT NULL,
    markets     text[] NOT NULL,
    order_sizes numeric[],
    fee_profile text,
    fill_policy text,
    groups      text[] NOT NULL,
    page_length interval NOT NULL,
    state       text NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    next_page   integer NOT NULL,
    pages_ahead integer[] NOT NULL,
    books       bigint NOT NULL,
    body_bytes  bigint NOT NULL,
    rows        bigint NOT NULL,
    written     bigint NOT NULL,
    differences bigint NOT NULL,
    problems    bigint NOT NULL,
    message     text,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    ended_at    timestamptz
);
COMMENT ON TABLE replay_job IS 'Replays, one row each, with the page that each has come to: after a restart it goes on there.';
COMMENT ON COLUMN replay_job.replay_id IS 'Name of the replay.';
COMMENT ON COLUMN replay_job.mode IS 'fill: adds what live lacks; version: writes a version; verify: compares with live.';
COMMENT ON COLUMN replay_job.dry_run IS 'Whether nothing is written.';
COMMENT ON COLUMN replay_job.version IS 'Version that is written or compared with.';
COMMENT ON COLUMN replay_job."from" IS 'Slots that start from here on, UTC.';
COMMENT ON COLUMN replay_job."to" IS 'And before this, UTC.';
COMMENT ON COLUMN replay_job.markets IS 'Markets that were asked for; empty for all.';
COMMENT ON COLUMN replay_job.order_sizes IS 'Order sizes, in quote; null for those configured.';
COMMENT ON COLUMN replay_job.fee_profile IS 'Fee profile, none for no fees; null for the fees configured.';
COMMENT ON COLUMN replay_job.fill_policy IS 'Fill policy; null for the one configured.';
COMMENT ON COLUMN replay_job.groups IS 'Markets that are read together, each group as a comma-separated list.';
COMMENT ON COLUMN replay_job.page_length IS 'Time that one page spans; pages are counted in order of time, then of group.';
COMMENT ON COLUMN replay_job.state IS 'running, done, cancelled or failed.';
COMMENT ON COLUMN replay_job.next_page IS 'All pages before this one are done.';
COMMENT ON COLUMN replay_job.pages_ahead IS 'Pages behind it that are done too.';
COMMENT ON COLUMN replay_job.books IS 'Books that were computed.';
COMMENT ON COLUMN replay_job.body_bytes IS 'Bytes of their payloads, inflated.';
COMMENT ON COLUMN replay_job.rows IS 'Rows of facts that were computed.';
COMMENT ON COLUMN replay_job.written IS 'Rows of facts that were written, or would have been.';
COMMENT ON COLUMN replay_job.differences IS 'Rows that differ from those of live, or that only one of the two has.';
COMMENT ON COLUMN replay_job.problems IS 'Objects that could not be used.';
COMMENT ON COLUMN replay_job.message IS 'Why it failed; null unless it did.';
COMMENT ON COLUMN replay_job.created_at IS 'When it was ordered, UTC.';
COMMENT ON COLUMN replay_job.updated_at IS 'When its last page ended, UTC.';
COMMENT ON COLUMN replay_job.ended_at IS 'When it ended, UTC; null while it runs.';

CREATE TABLE replay_finding (
    replay_id text NOT NULL REFERENCES replay_job ON DELETE CASCADE,
    number    integer NOT NULL,
    kind      text NOT NULL CHECK (kind ~ '^[a-z][a-z_]*$'),
    subject   text NOT NULL,
    slot      timestamptz,
    place     text NOT NULL,
    field     text,
    stored    text,
    replayed  text,
    message   text,
    PRIMARY KEY (replay_id, number)
);
COMMENT ON TABLE replay_finding IS 'What replays report of single objects and rows; of each replay the first thousand.';
COMMENT ON COLUMN replay_finding.replay_id IS 'The replay.';
COMMENT ON COLUMN replay_finding.number IS 'In order of reporting, from 1.';
COMMENT ON COLUMN replay_finding.kind IS 'missing_object, damaged_object, foreign_object, unreadable (a book that this version of the software does not read), different, only_stored or only_replayed.';
COMMENT ON COLUMN replay_finding.subject IS 'The market, or asset and currency of a split; empty for a foreign object.';
COMMENT ON COLUMN replay_finding.slot IS 'Start of the slot, UTC; null for a foreign object.';
COMMENT ON COLUMN replay_finding.place IS 'Key of the object, or table and key of the row.';
COMMENT ON COLUMN replay_finding.field IS 'Column that differs; null unless one does.';
COMMENT ON COLUMN replay_finding.stored IS 'Its value as stored; null there, or where nothing differs.';
COMMENT ON COLUMN replay_finding.replayed IS 'Its value as computed again; null there, or where nothing differs.';
COMMENT ON COLUMN replay_finding.message IS 'What was seen of an object; null for a row.';
