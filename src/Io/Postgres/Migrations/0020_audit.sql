-- What the auditor has looked at and what it found; the share of slots that have their book.

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
COMMENT ON COLUMN audit_finding.kind IS 'missing_object: facts name it and it is not in the archive; damaged_object: its bytes do not match its hash or the facts; unnamed_object: no pull names it and no facts could be made of it.';
COMMENT ON COLUMN audit_finding.archive_key IS 'Where the object lies or should lie in the archive.';
COMMENT ON COLUMN audit_finding.message IS 'What exactly was seen.';
COMMENT ON COLUMN audit_finding.found_at IS 'When it was first seen, UTC.';
COMMENT ON COLUMN audit_finding.resolved_at IS 'When an audit of the slot no longer saw it, UTC; null while it stands.';

CREATE VIEW slot_share AS
SELECT market.market_id,
       market.market,
       count(*) AS due_slots,
       count(book.slot) AS book_slots,
       count(book.slot)::double precision / count(*) AS share
FROM dim_market AS market
CROSS JOIN LATERAL active_slots(market.market_id, now() - interval '2 days', now()) AS active
LEFT JOIN fact_book AS book
       ON book.market_id = market.market_id AND book.slot = active.slot AND book.version = 'live'
      AND book.slot >= now() - interval '3 days'
WHERE active.is_due AND active.slot + active.slot_length <= now() AND active.slot + active.slot_length > now() - interval '1 day'
GROUP BY market.market_id, market.market;
COMMENT ON VIEW slot_share IS 'For each market, the due slots that ended in the last day and how many of them have their book.';
COMMENT ON COLUMN slot_share.market_id IS 'The market.';
COMMENT ON COLUMN slot_share.market IS 'venue:product.';
COMMENT ON COLUMN slot_share.due_slots IS 'Number of due slots that ended in the last day.';
COMMENT ON COLUMN slot_share.book_slots IS 'Number of them that have a book.';
COMMENT ON COLUMN slot_share.share IS 'book_slots / due_slots, as a fraction.';
