CREATE VIEW shown_book AS
SELECT book.* FROM fact_book AS book
WHERE book.version = 'live' AND NOT EXISTS (
    SELECT FROM fact_book AS own JOIN data_version AS better ON better.version = own.version
    WHERE own.market_id = book.market_id AND own.slot = book.slot AND own.version <> 'live' AND better.promoted_at IS NOT NULL)
UNION ALL
SELECT book.* FROM fact_book AS book JOIN data_version AS version ON version.version = book.version
WHERE book.version <> 'live' AND version.promoted_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM fact_book AS own JOIN data_version AS better ON better.version = own.version
    WHERE own.market_id = book.market_id AND own.slot = book.slot AND own.version <> 'live' AND better.promoted_at > version.promoted_at);
COMMENT ON VIEW shown_book IS 'Of each market and slot the book of the version that is shown: that promoted last of those that cover it, else live.';
COMMENT ON COLUMN shown_book.market_id IS 'The market.';
COMMENT ON COLUMN shown_book.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN shown_book.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN shown_book.slot_length IS 'Length of the slot.';
COMMENT ON COLUMN shown_book.requested_at IS '[UTC] When the request was sent, UTC.';
COMMENT ON COLUMN shown_book.received_at IS '[UTC] When the answer was complete, UTC; it lies in the slot.';
COMMENT ON COLUMN shown_book.time_source IS 'Where received_at is from. received: our clock when the answer was complete; of imported books payload: the venue''s own time, file: the file''s last modification on the day of its path, date: midnight UTC of that day, for want of a better one.';
COMMENT ON COLUMN shown_book.venue_time IS '[UTC] The venue''s own time of the book, UTC; null where it gives none.';
COMMENT ON COLUMN shown_book.sequence IS 'The venue''s own number of this state of the book; null where it gives none.';
COMMENT ON COLUMN shown_book.best_bid IS '[quote per base] b1, highest bid, in quote per base; null when there are no bids.';
COMMENT ON COLUMN shown_book.best_ask IS '[quote per base] a1, lowest ask, in quote per base; null when there are no asks.';
COMMENT ON COLUMN shown_book.mid_price IS '[quote per base] m = (a1 + b1) / 2, in quote per base; null when a side is empty.';
COMMENT ON COLUMN shown_book.spread_bps IS '[basis points] 1e4 x (a1 - b1) / m, quoted spread in basis points; null when a side is empty.';
COMMENT ON COLUMN shown_book.microprice IS '[quote per base] (a1 x s_b + b1 x s_a) / (s_a + s_b), s the quantities of the best levels, in quote per base, half-even at 18 decimals; null when a side is empty.';
COMMENT ON COLUMN shown_book.bid_levels IS 'Number of bid levels received.';
COMMENT ON COLUMN shown_book.ask_levels IS 'Number of ask levels received.';
COMMENT ON COLUMN shown_book.depth_complete IS 'Whether the venue promises that the book holds every level of both sides; false: not known to be whole.';
COMMENT ON COLUMN shown_book.bid_depth_complete IS 'Whether the venue promises that these are all bids; false: not known.';
COMMENT ON COLUMN shown_book.ask_depth_complete IS 'Whether the venue promises that these are all asks; false: not known.';
COMMENT ON COLUMN shown_book.fills_left_out IS 'Whether there were more fills than are stored for one pull, so that none are.';
COMMENT ON COLUMN shown_book.adapter_version IS 'Version of the venue''s adapter that asked for the book.';
COMMENT ON COLUMN shown_book.sha256 IS 'SHA-256 of the archived body, lower-case hex.';
COMMENT ON COLUMN shown_book.archive_key IS 'Where the body lies in the archive: the slot''s evidence.';
