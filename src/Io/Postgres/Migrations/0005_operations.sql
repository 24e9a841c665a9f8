-- What the auditor has looked at and what it found, and the keys of the HTTP API.

CREATE TABLE market_audit (
    market_id     integer PRIMARY KEY REFERENCES dim_market,
    audited_until timestamptz NOT NULL
);
COMMENT ON TABLE market_audit IS 'How far each market''s slots were audited: facts and archive compared.';
COMMENT ON COLUMN market_audit.market_id IS 'The market.';
COMMENT ON COLUMN market_audit.audited_until IS 'Slots of the last days that ended by then were audited, UTC; older ones only when somebody asked.';

CREATE TABLE audit_finding (
    market_id   integer NOT NULL REFERENCES dim_market,
    slot        timestamptz NOT NULL,
    slot_length interval NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('missing_object', 'damaged_object', 'unnamed_object')),
    archive_key text NOT NULL,
    message     text NOT NULL,
    found_at    timestamptz NOT NULL,
    resolved_at timestamptz,
    PRIMARY KEY (market_id, slot, kind, archive_key)
);
CREATE INDEX audit_finding_slot ON audit_finding (slot);
COMMENT ON TABLE audit_finding IS 'What is wrong with the evidence of a slot and could not be repaired.';
COMMENT ON COLUMN audit_finding.market_id IS 'The market.';
COMMENT ON COLUMN audit_finding.slot IS 'Start of the slot, UTC.';
COMMENT ON COLUMN audit_finding.slot_length IS 'Length of the slot.';
COMMENT ON COLUMN audit_finding.kind IS 'missing_object: facts name it and it is not in the archive; damaged_object: its bytes do not match its hash or the facts, or cannot be read while others can; unnamed_object: no pull names it and no facts could be made of it.';
COMMENT ON COLUMN audit_finding.archive_key IS 'Where the object lies or should lie in the archive.';
COMMENT ON COLUMN audit_finding.message IS 'What exactly was seen.';
COMMENT ON COLUMN audit_finding.found_at IS 'When it was first seen, UTC.';
COMMENT ON COLUMN audit_finding.resolved_at IS 'When an audit of the slot no longer saw it, UTC; null while it stands.';

-- Only hashes are stored, so a copy of this table lets nobody in. Rows stay, so that a name in a log always means one key.
CREATE TABLE api_key (
    name       text PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
    scope      text NOT NULL CHECK (scope IN ('read', 'admin')),
    sha256     bytea NOT NULL UNIQUE CHECK (octet_length(sha256) = 32),
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
COMMENT ON TABLE api_key IS 'Keys of the HTTP API. A key itself is shown once, when it is made, and stored nowhere.';
COMMENT ON COLUMN api_key.name IS 'What the key is called; never used twice.';
COMMENT ON COLUMN api_key.scope IS 'read: may only ask; admin: may also add, stop and pull markets, and make and revoke keys.';
COMMENT ON COLUMN api_key.sha256 IS 'SHA-256 of the key''s text. A key is 256 random bits, which nobody guesses, so the hash needs neither salt nor slowness.';
COMMENT ON COLUMN api_key.created_at IS 'When it was made, UTC.';
COMMENT ON COLUMN api_key.revoked_at IS 'When it was revoked, UTC; null while it opens.';
