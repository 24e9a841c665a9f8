COMMENT ON COLUMN fact_book.depth_complete IS 'Whether the venue promises that the book holds every level of both sides; false: not known to be whole.';
COMMENT ON COLUMN fact_book.bid_depth_complete IS 'Whether the venue promises that these are all bids; false: not known.';
COMMENT ON COLUMN fact_book.ask_depth_complete IS 'Whether the venue promises that these are all asks; false: not known.';

ALTER TABLE dim_market_rule
    ADD COLUMN quantity_max numeric CHECK (quantity_max > 0),
    ADD COLUMN notional_max numeric CHECK (notional_max > 0);
COMMENT ON COLUMN dim_market_rule.quantity_max IS '[base] Largest quantity of one market order, in base; null when the venue does not say.';
COMMENT ON COLUMN dim_market_rule.notional_max IS '[quote] Largest value of one market order, in quote; null when the venue does not say.';
COMMENT ON TABLE dim_market_rule IS 'Steps, minimums, maximums and status of a market as its venue listed them, one row per stretch of time without a change.';
