-- The best way to share one order among the markets of an asset, per slot. What a split is: docs/metrics.md 2.

CREATE TABLE fact_split (
    asset                     text NOT NULL,
    currency                  text NOT NULL,
    slot                      timestamptz NOT NULL,
    version                   text NOT NULL DEFAULT 'live',
    side                      text NOT NULL CHECK (side IN ('buy', 'sell')),
    order_size                numeric NOT NULL CHECK (order_size > 0),
    slot_length               interval NOT NULL,
    complete                  boolean NOT NULL,
    reason                    text CHECK (reason IN ('shallow', 'truncated', 'one_sided', 'crossed', 'auction', 'stale', 'no_conversion')),
    refused                   boolean NOT NULL,
    amount                    numeric CHECK (amount >= 0),
    quantity                  numeric CHECK (quantity >= 0),
    all_in_price              numeric CHECK (all_in_price > 0),
    mid_price                 numeric CHECK (mid_price > 0),
    cost_bps                  double precision,
    best_single_market_id     integer,
    best_single_all_in_price  numeric CHECK (best_single_all_in_price > 0),
    saving                    numeric CHECK (saving >= 0),
    saving_bps                double precision,
    marginal_price            numeric CHECK (marginal_price > 0),
    gap                       numeric,
    skew_seconds              double precision CHECK (skew_seconds >= 0),
    markets_used              integer NOT NULL CHECK (markets_used >= 0),
    markets_excluded          integer NOT NULL CHECK (markets_excluded >= 0),
    PRIMARY KEY (asset, slot, currency, side, order_size, version),
    CHECK (complete = (reason IS NULL AND NOT refused)),
    CHECK (num_nulls(amount, quantity, gap) = CASE WHEN refused THEN 3 ELSE 0 END),
    CHECK (complete OR all_in_price IS NULL),
    CHECK ((best_single_market_id IS NULL) = (best_single_all_in_price IS NULL))
) PARTITION BY RANGE (slot);
CREATE INDEX fact_split_version ON fact_split (version, asset, slot) WHERE version <> 'live';
COMMENT ON TABLE fact_split IS 'The best split of one order over the books of one slot, fees and conversion included, as far as books tell: no delay, no hidden quantity, no transfers; docs/metrics.md 2.';
COMMENT ON COLUMN fact_split.asset IS 'The base asset that is bought or sold.';
COMMENT ON COLUMN fact_split.currency IS 'Asset that the order size and every amount and price of the row are in; what other quote currencies cost in it is included.';
COMMENT ON COLUMN fact_split.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN fact_split.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN fact_split.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN fact_split.order_size IS '[currency] N, what is to be spent (buy) or received (sell), fees included, in currency.';
COMMENT ON COLUMN fact_split.slot_length IS 'Length of the slot.';
COMMENT ON COLUMN fact_split.complete IS 'Whether the markets together hold enough for the order size; a rest of less than one lot does not count.';
COMMENT ON COLUMN fact_split.reason IS 'Why it is not complete: shallow, truncated or one_sided; null when it is, and when refused.';
COMMENT ON COLUMN fact_split.refused IS 'Whether the books lie further apart in time than MaxSkewSeconds allows, so that nothing was computed.';
COMMENT ON COLUMN fact_split.amount IS '[currency] Paid (buy) or received (sell), fees and conversion included, in currency; of what can be filled when incomplete; null when refused.';
COMMENT ON COLUMN fact_split.quantity IS '[base] Q, received (buy) or given (sell), in base: the sum of the legs; null when refused.';
COMMENT ON COLUMN fact_split.all_in_price IS '[currency per base] amount / quantity, in currency per base, half-even at 18 decimals; null unless complete.';
COMMENT ON COLUMN fact_split.mid_price IS '[currency per base] m, median of the included markets'' converted mids, in currency per base; null when none has one or refused.';
COMMENT ON COLUMN fact_split.cost_bps IS '[basis points] 1e4 x D x (all-in price / m - 1), D = +1 buy, -1 sell, in basis points; null like the all-in price and the mid.';
COMMENT ON COLUMN fact_split.best_single_market_id IS 'The market that does the whole order best alone, rank 1 of fact_split_single; null when none can.';
COMMENT ON COLUMN fact_split.best_single_all_in_price IS '[currency per base] All-in price of that market for the whole order, in currency per base; null when there is none.';
COMMENT ON COLUMN fact_split.saving IS '[currency] (all-in price of the best single market - all-in price) x D x Q, at least 0, in currency; null unless complete and a market can do it alone.';
COMMENT ON COLUMN fact_split.saving_bps IS '[basis points] Saving per 10,000 of what Q would cost or bring on the best single market, in basis points; null like the saving.';
COMMENT ON COLUMN fact_split.marginal_price IS '[currency per base] Lambda, all-in price of the last quantity taken, in currency per base, half-even at 18 decimals: no last price used is worse, no next price better, lots and minimums aside; null when nothing was taken.';
COMMENT ON COLUMN fact_split.gap IS '[currency] How much better any split could be, at most, in currency; 0 for flat fees and divisible quantities; null when refused.';
COMMENT ON COLUMN fact_split.skew_seconds IS '[seconds] Time between the oldest and the newest book of the markets that take part, in seconds; those that convert are not counted; null without a book.';
COMMENT ON COLUMN fact_split.markets_used IS 'Number of legs.';
COMMENT ON COLUMN fact_split.markets_excluded IS 'Number of markets that took no part, each with its reason in fact_split_excluded.';

CREATE TABLE fact_split_leg (
    asset          text NOT NULL,
    currency       text NOT NULL,
    slot           timestamptz NOT NULL,
    version        text NOT NULL DEFAULT 'live',
    side           text NOT NULL CHECK (side IN ('buy', 'sell')),
    order_size     numeric NOT NULL CHECK (order_size > 0),
    market_id      integer NOT NULL,
    order_quantity numeric NOT NULL CHECK (order_quantity > 0),
    quantity       numeric NOT NULL CHECK (quantity >= 0),
    gross_amount   numeric NOT NULL CHECK (gross_amount >= 0),
    fee            numeric NOT NULL,
    net_amount     numeric NOT NULL CHECK (net_amount >= 0),
    amount         numeric NOT NULL CHECK (amount >= 0),
    average_price  numeric NOT NULL CHECK (average_price > 0),
    worst_price    numeric NOT NULL CHECK (worst_price > 0),
    levels         integer NOT NULL CHECK (levels > 0),
    last_price     numeric CHECK (last_price > 0),
    next_price     numeric CHECK (next_price > 0),
    PRIMARY KEY (asset, slot, currency, side, order_size, version, market_id)
) PARTITION BY RANGE (slot);
COMMENT ON TABLE fact_split_leg IS 'What a split does on each market it uses.';
COMMENT ON COLUMN fact_split_leg.asset IS 'The base asset that is bought or sold.';
COMMENT ON COLUMN fact_split_leg.currency IS 'Asset that the order size is in.';
COMMENT ON COLUMN fact_split_leg.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN fact_split_leg.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN fact_split_leg.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN fact_split_leg.order_size IS '[currency] N, the order size of the split, in currency.';
COMMENT ON COLUMN fact_split_leg.market_id IS 'The market.';
COMMENT ON COLUMN fact_split_leg.order_quantity IS '[base] What to order there, in base: a multiple of the lot step.';
COMMENT ON COLUMN fact_split_leg.quantity IS '[base] What of it is received (buy) or given (sell), in base, rounded down at 18 decimals; less than ordered where the fee is taken from it.';
COMMENT ON COLUMN fact_split_leg.gross_amount IS '[quote] Sum of price x quantity of the levels taken, before fees, in quote.';
COMMENT ON COLUMN fact_split_leg.fee IS '[quote] The taker''s fee, in quote; where it is taken from the base received, its share of the gross amount.';
COMMENT ON COLUMN fact_split_leg.net_amount IS '[quote] Paid (buy) or received (sell) there, fee included, in quote.';
COMMENT ON COLUMN fact_split_leg.amount IS '[currency] The same with its share of what the conversion costs, in currency; adds up to the split''s amount but for roundings at 18 decimals.';
COMMENT ON COLUMN fact_split_leg.average_price IS '[quote per base] Gross amount / order quantity, in quote per base, half-even at 18 decimals.';
COMMENT ON COLUMN fact_split_leg.worst_price IS '[quote per base] Last price taken there, in quote per base: the limit of an order that must not do worse.';
COMMENT ON COLUMN fact_split_leg.levels IS 'Number of levels taken from.';
COMMENT ON COLUMN fact_split_leg.last_price IS '[currency per base] All-in price of the last level that the optimum without lots and minimums takes there, in currency per base, half-even at 18 decimals: no worse than the marginal price; null where it takes nothing.';
COMMENT ON COLUMN fact_split_leg.next_price IS '[currency per base] All-in price of the first level that it leaves there, in part or whole, in currency per base, half-even at 18 decimals: no better than the marginal price; null at the end of the ladder.';

CREATE TABLE fact_split_single (
    asset        text NOT NULL,
    currency     text NOT NULL,
    slot         timestamptz NOT NULL,
    version      text NOT NULL DEFAULT 'live',
    side         text NOT NULL CHECK (side IN ('buy', 'sell')),
    order_size   numeric NOT NULL CHECK (order_size > 0),
    market_id    integer NOT NULL,
    rank         integer NOT NULL CHECK (rank > 0),
    amount       numeric NOT NULL CHECK (amount > 0),
    quantity     numeric NOT NULL CHECK (quantity > 0),
    all_in_price numeric NOT NULL CHECK (all_in_price > 0),
    cost_bps     double precision,
    PRIMARY KEY (asset, slot, currency, side, order_size, version, market_id)
) PARTITION BY RANGE (slot);
COMMENT ON TABLE fact_split_single IS 'What the whole order comes to on each market that can do it alone, fees and conversion included.';
COMMENT ON COLUMN fact_split_single.asset IS 'The base asset that is bought or sold.';
COMMENT ON COLUMN fact_split_single.currency IS 'Asset that the order size and every amount and price of the row are in.';
COMMENT ON COLUMN fact_split_single.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN fact_split_single.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN fact_split_single.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN fact_split_single.order_size IS '[currency] N, the order size of the split, in currency.';
COMMENT ON COLUMN fact_split_single.market_id IS 'The market.';
COMMENT ON COLUMN fact_split_single.rank IS 'Its place among the markets of the split: 1 is the cheapest to buy, the dearest to sell.';
COMMENT ON COLUMN fact_split_single.amount IS '[currency] Paid (buy) or received (sell), in currency, half-even at 18 decimals.';
COMMENT ON COLUMN fact_split_single.quantity IS '[base] Received (buy) or given (sell), in base, rounded down at 18 decimals.';
COMMENT ON COLUMN fact_split_single.all_in_price IS '[currency per base] amount / quantity, in currency per base, half-even at 18 decimals.';
COMMENT ON COLUMN fact_split_single.cost_bps IS '[basis points] 1e4 x D x (all-in price / m - 1), m = mid price of the split, in basis points; null when it has none.';

CREATE TABLE fact_split_excluded (
    asset      text NOT NULL,
    currency   text NOT NULL,
    slot       timestamptz NOT NULL,
    version    text NOT NULL DEFAULT 'live',
    side       text NOT NULL CHECK (side IN ('buy', 'sell')),
    order_size numeric NOT NULL CHECK (order_size > 0),
    market_id  integer NOT NULL,
    reason     text NOT NULL CHECK (reason ~ '^[a-z][a-z_]*$'),
    PRIMARY KEY (asset, slot, currency, side, order_size, version, market_id)
) PARTITION BY RANGE (slot);
COMMENT ON TABLE fact_split_excluded IS 'Markets of the asset that took no part in a split, and why.';
COMMENT ON COLUMN fact_split_excluded.asset IS 'The base asset that is bought or sold.';
COMMENT ON COLUMN fact_split_excluded.currency IS 'Asset that the order size is in.';
COMMENT ON COLUMN fact_split_excluded.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN fact_split_excluded.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN fact_split_excluded.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN fact_split_excluded.order_size IS '[currency] N, the order size of the split, in currency.';
COMMENT ON COLUMN fact_split_excluded.market_id IS 'The market.';
COMMENT ON COLUMN fact_split_excluded.reason IS 'no_book: it has none; stale: its book is too old; late: its book had not come by the deadline; stopped: it was stopped; no_answer: it failed; one_sided: the side to be taken is empty; no_conversion: its quote currency cannot be converted; no_fee: its fee is not known; not_trading: its venue does not let it be traded.';
