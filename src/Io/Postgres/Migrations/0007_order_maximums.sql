COMMENT ON COLUMN fact_book.depth_complete IS 'Whether the venue promises that the book holds every level of both sides; false: not known to be whole.';
COMMENT ON COLUMN fact_book.bid_depth_complete IS 'Whether the venue promises that these are all bids; false: not known.';
COMMENT ON COLUMN fact_book.ask_depth_complete IS 'Whether the venue promises that these are all asks; false: not known.';
