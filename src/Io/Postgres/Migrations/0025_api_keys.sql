-- Who may call beyond loopback. Only hashes: a copy of this table lets nobody in. Rows stay, so that a name in a log always means one key.

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
