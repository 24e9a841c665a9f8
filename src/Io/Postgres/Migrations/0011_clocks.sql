-- What a wrong clock leaves behind.

ALTER TABLE audit_finding
    DROP CONSTRAINT audit_finding_kind_check,
    ADD CONSTRAINT audit_finding_kind_check CHECK (kind IN ('missing_object', 'damaged_object', 'unnamed_object', 'future_slot'));
COMMENT ON COLUMN audit_finding.kind IS 'missing_object: facts name it and it is not in the archive; damaged_object: its bytes do not match its hash or the facts, or cannot be read while others can; unnamed_object: no pull names it and no facts could be made of it; future_slot: a clock that was fast left a book or a gap in a slot to come.';
COMMENT ON COLUMN audit_finding.archive_key IS 'Where the object lies or should lie in the archive; empty for a gap.';
COMMENT ON COLUMN fact_gap.reason IS 'Kind of the slot''s last failed attempt, clock when the silo''s clock was off; not_running when there was no attempt.';

-- A split counts the books that were received by the deadline, whenever they are stored.
ALTER TABLE fact_split
    ADD COLUMN books integer CHECK (books >= 0),
    ADD COLUMN newest_book_at timestamptz,
    DROP CONSTRAINT fact_split_reason_check,
    ADD CONSTRAINT fact_split_reason_check CHECK (reason IN ('shallow', 'truncated', 'one_sided', 'crossed', 'auction', 'stale', 'no_conversion', 'late', 'no_market'));
COMMENT ON COLUMN fact_split.books IS 'Number of books, those of converting markets included, that were received by the deadline and so count; null in splits of older versions. When another such book is stored later, the splits of the slot are computed again.';
COMMENT ON COLUMN fact_split.newest_book_at IS '[UTC] When the newest of these books was received, UTC; null without any.';
COMMENT ON COLUMN fact_split_excluded.reason IS 'no_book: it has none; stale: its book is too old; frozen: its book has not moved over three slots; late: its book was not received by the deadline; clock: its venue''s time in the book is more than 300 s from the time at which it was received; stopped: it was stopped; no_answer: it failed; one_sided: the side to be taken is empty; no_conversion: its quote currency cannot be converted; no_fee: its fee is not known; not_trading: its venue does not let it be traded; price_apart: its price is further than MaxPriceDistance from the median of the others, or no majority of the markets agrees.';
COMMENT ON COLUMN fact_split.reason IS 'Why it is not complete: shallow, truncated, one_sided; late, stale or no_conversion when every market was left out for that reason, no_market when for several or others; null when it is, or when the split was refused.';
