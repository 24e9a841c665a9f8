CREATE VIEW shown_split AS
SELECT split.* FROM fact_split AS split
WHERE split.version = 'live' AND NOT EXISTS (
    SELECT FROM fact_split AS own JOIN data_version AS better ON better.version = own.version
    WHERE own.asset = split.asset AND own.slot = split.slot AND own.version <> 'live' AND better.promoted_at IS NOT NULL)
UNION ALL
SELECT split.* FROM fact_split AS split JOIN data_version AS version ON version.version = split.version
WHERE split.version <> 'live' AND version.promoted_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM fact_split AS own JOIN data_version AS better ON better.version = own.version
    WHERE own.asset = split.asset AND own.slot = split.slot AND own.version <> 'live' AND better.promoted_at > version.promoted_at);
COMMENT ON VIEW shown_split IS 'Of each asset and slot the splits of the version that is shown: that promoted last of those that cover it, else live.';
COMMENT ON COLUMN shown_split.asset IS 'The base asset that is bought or sold.';
COMMENT ON COLUMN shown_split.currency IS 'Asset that the order size and every amount and price of the row are in; what other quote currencies cost in it is included.';
COMMENT ON COLUMN shown_split.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN shown_split.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN shown_split.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN shown_split.order_size IS '[currency] N, what is to be spent (buy) or received (sell), fees included, in currency.';
COMMENT ON COLUMN shown_split.slot_length IS 'Length of the slot.';
COMMENT ON COLUMN shown_split.complete IS 'Whether the markets together hold enough for the order size; a rest of less than one lot does not count.';
COMMENT ON COLUMN shown_split.reason IS 'Why it is not complete: shallow, truncated or one_sided; null when it is, and when refused.';
COMMENT ON COLUMN shown_split.refused IS 'Whether the books lie further apart in time than MaxSkewSeconds allows, or their prices disagree without a majority, so that nothing was computed.';
COMMENT ON COLUMN shown_split.amount IS '[currency] Paid (buy) or received (sell), fees and conversion included, in currency; of what can be filled when incomplete; null when refused.';
COMMENT ON COLUMN shown_split.quantity IS '[base] Q, received (buy) or given (sell), in base: the sum of the legs; null when refused.';
COMMENT ON COLUMN shown_split.all_in_price IS '[currency per base] amount / quantity, in currency per base, half-even at 18 decimals; null unless complete.';
COMMENT ON COLUMN shown_split.mid_price IS '[currency per base] m, median of the included markets'' converted mids, in currency per base; null when none has one or refused.';
COMMENT ON COLUMN shown_split.cost_bps IS '[basis points] 1e4 x D x (all-in price / m - 1), D = +1 buy, -1 sell, in basis points; null like the all-in price and the mid.';
COMMENT ON COLUMN shown_split.best_single_market_id IS 'The market that does the whole order best alone, rank 1 of fact_split_single; null when none can.';
COMMENT ON COLUMN shown_split.best_single_all_in_price IS '[currency per base] All-in price of that market for the whole order, in currency per base; null when there is none.';
COMMENT ON COLUMN shown_split.saving IS '[currency] (all-in price of the best single market - all-in price) x D x Q, at least 0, in currency; null unless complete and a market can do it alone.';
COMMENT ON COLUMN shown_split.saving_bps IS '[basis points] Saving per 10,000 of what Q would cost or bring on the best single market, in basis points; null like the saving.';
COMMENT ON COLUMN shown_split.marginal_price IS '[currency per base] Lambda, all-in price of the last quantity taken, in currency per base, half-even at 18 decimals: no last price used is worse, no next price better, lots and minimums aside; null when nothing was taken.';
COMMENT ON COLUMN shown_split.gap IS '[currency] How much better any split could be, at most, in currency; 0 for flat fees and divisible quantities; null when refused.';
COMMENT ON COLUMN shown_split.skew_seconds IS '[seconds] Time between the oldest and the newest book of the markets that take part, in seconds; those that convert are not counted; null without a book.';
COMMENT ON COLUMN shown_split.markets_used IS 'Number of legs.';
COMMENT ON COLUMN shown_split.markets_excluded IS 'Number of markets that took no part, each with its reason in fact_split_excluded.';
COMMENT ON COLUMN shown_split.books IS 'Number of books, those of converting markets included, that were received by the deadline and so count; null in splits of older versions.';
COMMENT ON COLUMN shown_split.newest_book_at IS '[UTC] When the newest of these books was received, UTC; null without any.';
