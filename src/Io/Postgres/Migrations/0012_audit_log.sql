-- Who changed what: every change that was asked for over HTTP or through a cluster's gateway. It is no fact and refers to none.

CREATE TABLE audit_log (
    entry_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recorded_at timestamptz NOT NULL,
    caller      text NOT NULL CHECK (caller IN ('key', 'loopback', 'gateway')),
    key_name    text,
    address     text,
    action      text NOT NULL CHECK (action <> ''),
    subject     text,
    parameters  text,
    outcome     text NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
    http_status integer,
    CHECK ((caller = 'key') = (key_name IS NOT NULL))
);
CREATE INDEX audit_log_time ON audit_log (recorded_at);
COMMENT ON TABLE audit_log IS 'Every change that was asked for: by whom, from where, what, on what, and how it ended. Rows are added and never changed; those older than KeepAuditLogDays are deleted.';
COMMENT ON COLUMN audit_log.entry_id IS 'Number of the entry, ascending.';
COMMENT ON COLUMN audit_log.recorded_at IS '[UTC] When the change had ended, UTC.';
COMMENT ON COLUMN audit_log.caller IS 'key: the holder of an API key; loopback: somebody on the silo''s machine without a key; gateway: a client of the cluster''s gateway, which has no keys.';
COMMENT ON COLUMN audit_log.key_name IS 'Name of the API key; null without one.';
COMMENT ON COLUMN audit_log.address IS 'Address that the request came from, which is a proxy''s where one is in between; null through a gateway.';
COMMENT ON COLUMN audit_log.action IS 'What was asked for, by the name that the OpenAPI document gives the operation, such as addMarket or dropVersion.';
COMMENT ON COLUMN audit_log.subject IS 'What it concerns: a market, or the name of a key, version or replay; null when the parameters say it.';
COMMENT ON COLUMN audit_log.parameters IS 'The parameters of the request as name=value, joined by &; null without any.';
COMMENT ON COLUMN audit_log.outcome IS 'done; refused: nothing was changed; failed: it ended with an error or the caller left, and it may have taken effect all the same.';
COMMENT ON COLUMN audit_log.http_status IS 'Status of the answer; null when the caller left before there was one.';
