-- What was pulled and what was computed from it. Money and quantities are exact (numeric); ratios are double precision.
-- The big tables are partitioned by month of the slot; version is 'live' unless a replay wrote into another.

CREATE TABLE fact_pull (
    market_id    integer NOT NULL REFERENCES dim_market,
    slot         timestamptz NOT NULL,
    slot_length  interval NOT NULL,
    requested_at timestamptz NOT NULL,
    ended_at     timestamptz NOT NULL,
    outcome      text NOT NULL CHECK (outcome IN ('book', 'failed', 'superseded')),
    kind         text CHECK (kind ~ '^[a-z][a-z_]*$'),
    http_status  integer,
    message      text,
    body_head    text,
    sha256       text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    archive_key  text,
    PRIMARY KEY (market_id, slot, requested_at),
    CHECK ((outcome = 'failed') = (kind IS NOT NULL)),
    CHECK (outcome = 'failed' OR (sha256 IS NOT NULL AND archive_key IS NOT NULL))
) PARTITION BY RANGE (slot);
CREATE INDEX fact_pull_failed ON fact_pull (slot) WHERE outcome = 'failed';
COMMENT ON TABLE fact_pull IS 'Every attempt to fetch a book that has ended, one row each.';
COMMENT ON COLUMN fact_pull.market_id IS 'The market.';
COMMENT ON COLUMN fact_pull.slot IS '[UTC] Start of the slot that the attempt was for, UTC.';
COMMENT ON COLUMN fact_pull.slot_length IS 'Length of the slot.';
COMMENT ON COLUMN fact_pull.requested_at IS '[UTC] When the request was sent, UTC.';
COMMENT ON COLUMN fact_pull.ended_at IS '[UTC] When the answer was complete or the attempt was given up, UTC.';
COMMENT ON COLUMN fact_pull.outcome IS 'book: the slot''s book; superseded: a valid book, but the slot had one already; failed: no book.';
COMMENT ON COLUMN fact_pull.kind IS 'Why it failed, one of a closed set in snake_case; null unless failed.';
COMMENT ON COLUMN fact_pull.http_status IS 'Status of the venue''s answer; null when none came.';
COMMENT ON COLUMN fact_pull.message IS 'Why it failed, in the venue''s own words where it said any, trimmed; null unless failed.';
COMMENT ON COLUMN fact_pull.body_head IS 'First KiB of an answer that was not archived; null otherwise.';
COMMENT ON COLUMN fact_pull.sha256 IS 'SHA-256 of the archived body, lower-case hex; null when nothing was archived.';
COMMENT ON COLUMN fact_pull.archive_key IS 'Where the body lies in the archive; null when nothing was archived.';

CREATE TABLE fact_gap (
    market_id   integer NOT NULL REFERENCES dim_market,
    slot        timestamptz NOT NULL,
    slot_length interval NOT NULL,
    reason      text NOT NULL CHECK (reason ~ '^[a-z][a-z_]*$'),
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (market_id, slot)
);
CREATE INDEX fact_gap_slot ON fact_gap (slot);
COMMENT ON TABLE fact_gap IS 'Due slots that passed without a book. A slot has a gap or a book, never both.';
COMMENT ON COLUMN fact_gap.market_id IS 'The market.';
COMMENT ON COLUMN fact_gap.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN fact_gap.slot_length IS 'Length of the slot.';
COMMENT ON COLUMN fact_gap.reason IS 'Kind of the slot''s last failed attempt; not_running when there was no attempt.';
COMMENT ON COLUMN fact_gap.recorded_at IS '[UTC] When the gap was recorded, UTC.';

CREATE TABLE fact_book (
    market_id          integer NOT NULL REFERENCES dim_market,
    slot               timestamptz NOT NULL,
    version            text NOT NULL DEFAULT 'live',
    slot_length        interval NOT NULL,
    requested_at       timestamptz NOT NULL,
    received_at        timestamptz NOT NULL,
    time_source        text NOT NULL DEFAULT 'received' CHECK (time_source IN ('received', 'payload', 'file', 'date')),
    venue_time         timestamptz,
    sequence           bigint,
    best_bid           numeric CHECK (best_bid > 0),
    best_ask           numeric CHECK (best_ask > best_bid),
    mid_price          numeric CHECK ((mid_price IS NULL) = (best_bid IS NULL OR best_ask IS NULL)),
    spread_bps         double precision,
    microprice         numeric CHECK (microprice > 0),
    bid_levels         integer NOT NULL CHECK (bid_levels >= 0),
    ask_levels         integer NOT NULL CHECK (ask_levels >= 0),
    depth_complete     boolean NOT NULL,
    bid_depth_complete boolean NOT NULL,
    ask_depth_complete boolean NOT NULL,
    fills_left_out     boolean NOT NULL,
    adapter_version    integer NOT NULL,
    sha256             text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    archive_key        text NOT NULL,
    PRIMARY KEY (market_id, slot, version)
) PARTITION BY RANGE (slot);
CREATE INDEX fact_book_slot ON fact_book (slot);
CREATE INDEX fact_book_version ON fact_book (version, market_id, slot) WHERE version <> 'live';
COMMENT ON TABLE fact_book IS 'The book of a slot, one row per market, slot and version.';
COMMENT ON COLUMN fact_book.market_id IS 'The market.';
COMMENT ON COLUMN fact_book.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN fact_book.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN fact_book.slot_length IS 'Length of the slot.';
COMMENT ON COLUMN fact_book.requested_at IS '[UTC] When the request was sent, UTC.';
COMMENT ON COLUMN fact_book.received_at IS '[UTC] When the answer was complete, UTC; it lies in the slot.';
COMMENT ON COLUMN fact_book.time_source IS 'Where received_at is from. received: our clock when the answer was complete; of imported books payload: the venue''s own time, file: the file''s last modification on the day of its path, date: midnight UTC of that day, for want of a better one.';
COMMENT ON COLUMN fact_book.venue_time IS '[UTC] The venue''s own time of the book, UTC; null where it gives none.';
COMMENT ON COLUMN fact_book.sequence IS 'The venue''s own number of this state of the book; null where it gives none.';
COMMENT ON COLUMN fact_book.best_bid IS '[quote per base] b1, highest bid, in quote per base; null when there are no bids.';
COMMENT ON COLUMN fact_book.best_ask IS '[quote per base] a1, lowest ask, in quote per base; null when there are no asks.';
COMMENT ON COLUMN fact_book.mid_price IS '[quote per base] m = (a1 + b1) / 2, in quote per base; null when a side is empty.';
COMMENT ON COLUMN fact_book.spread_bps IS '[basis points] 1e4 x (a1 - b1) / m, quoted spread in basis points; null when a side is empty.';
COMMENT ON COLUMN fact_book.microprice IS '[quote per base] (a1 x s_b + b1 x s_a) / (s_a + s_b), s the quantities of the best levels, in quote per base, half-even at 18 decimals; null when a side is empty.';
COMMENT ON COLUMN fact_book.bid_levels IS 'Number of bid levels received.';
COMMENT ON COLUMN fact_book.ask_levels IS 'Number of ask levels received.';
COMMENT ON COLUMN fact_book.depth_complete IS 'Whether the venue returned every level of both sides.';
COMMENT ON COLUMN fact_book.bid_depth_complete IS 'Whether the venue returned every bid.';
COMMENT ON COLUMN fact_book.ask_depth_complete IS 'Whether the venue returned every ask.';
COMMENT ON COLUMN fact_book.fills_left_out IS 'Whether there were more fills than are stored for one pull, so that none are.';
COMMENT ON COLUMN fact_book.adapter_version IS 'Version of the venue''s adapter that asked for the book.';
COMMENT ON COLUMN fact_book.sha256 IS 'SHA-256 of the archived body, lower-case hex.';
COMMENT ON COLUMN fact_book.archive_key IS 'Where the body lies in the archive: the slot''s evidence.';

CREATE TABLE fact_depth (
    market_id       integer NOT NULL,
    slot            timestamptz NOT NULL,
    version         text NOT NULL DEFAULT 'live',
    side            text NOT NULL CHECK (side IN ('buy', 'sell')),
    band_bps        integer NOT NULL CHECK (band_bps > 0),
    reference_price numeric CHECK (reference_price > 0),
    quantity        numeric CHECK (quantity >= 0),
    amount          numeric CHECK (amount >= 0),
    levels          integer CHECK (levels >= 0),
    reason          text CHECK (reason IN ('shallow', 'truncated', 'one_sided', 'crossed', 'auction', 'stale', 'no_conversion')),
    PRIMARY KEY (market_id, slot, version, side, band_bps),
    CHECK ((quantity IS NULL) = (reason IS NOT NULL))
) PARTITION BY RANGE (slot);
COMMENT ON TABLE fact_depth IS 'What rests within a band around the mid, boundary included; docs/metrics.md, depth at x.';
COMMENT ON COLUMN fact_depth.market_id IS 'The market.';
COMMENT ON COLUMN fact_depth.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN fact_depth.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN fact_depth.side IS 'The taker''s side: buy counts asks, sell counts bids.';
COMMENT ON COLUMN fact_depth.band_bps IS '[basis points] x, width of the band from the mid, in basis points.';
COMMENT ON COLUMN fact_depth.reference_price IS '[quote per base] The price that the band is around: m, in quote per base; null when a side is empty.';
COMMENT ON COLUMN fact_depth.quantity IS '[base] Sum of s_k with a_k <= m(1+x) for buy, b_k >= m(1-x) for sell, in base; null with a reason when it cannot be known.';
COMMENT ON COLUMN fact_depth.amount IS '[quote] Sum of price x quantity of the same levels, in quote; null with a reason when it cannot be known.';
COMMENT ON COLUMN fact_depth.levels IS 'Number of the same levels; null with a reason when it cannot be known.';
COMMENT ON COLUMN fact_depth.reason IS 'Why the depth cannot be known; null when it is.';

CREATE TABLE fact_imbalance (
    market_id integer NOT NULL,
    slot      timestamptz NOT NULL,
    version   text NOT NULL DEFAULT 'live',
    band_bps  integer NOT NULL CHECK (band_bps > 0),
    imbalance double precision CHECK (imbalance BETWEEN -1 AND 1),
    reason    text CHECK (reason IN ('shallow', 'truncated', 'one_sided', 'crossed', 'auction', 'stale', 'no_conversion')),
    PRIMARY KEY (market_id, slot, version, band_bps),
    CHECK ((imbalance IS NULL) = (reason IS NOT NULL))
) PARTITION BY RANGE (slot);
COMMENT ON TABLE fact_imbalance IS 'How much more bids than asks rest within a band around the mid.';
COMMENT ON COLUMN fact_imbalance.market_id IS 'The market.';
COMMENT ON COLUMN fact_imbalance.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN fact_imbalance.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN fact_imbalance.band_bps IS '[basis points] x, width of the band from the mid, in basis points.';
COMMENT ON COLUMN fact_imbalance.imbalance IS '[fraction] (B - A) / (B + A), B and A the quantities of bids and asks within the band, as a fraction from -1 to 1; null with a reason.';
COMMENT ON COLUMN fact_imbalance.reason IS 'Why it cannot be known: that of the depth, or shallow when nothing rests within the band; null when it is.';

CREATE TABLE fact_cost (
    market_id            integer NOT NULL,
    slot                 timestamptz NOT NULL,
    version              text NOT NULL DEFAULT 'live',
    side                 text NOT NULL CHECK (side IN ('buy', 'sell')),
    order_size           numeric NOT NULL CHECK (order_size > 0),
    fill_policy          text NOT NULL CHECK (fill_policy IN ('exact', 'under', 'over', 'seed')),
    complete             boolean NOT NULL,
    reason               text CHECK (reason IN ('shallow', 'truncated', 'one_sided', 'crossed', 'auction', 'stale', 'no_conversion')),
    filled_amount        numeric NOT NULL CHECK (filled_amount >= 0),
    unspent              numeric,
    quantity             numeric NOT NULL CHECK (quantity >= 0),
    average_price        numeric CHECK (average_price > 0),
    worst_price          numeric CHECK (worst_price > 0),
    slippage_bps         double precision,
    slippage_best_bps    double precision,
    slippage_cost        numeric,
    impact_bps           double precision,
    impact_best_bps      double precision,
    impact_reason        text CHECK (impact_reason IN ('shallow', 'truncated', 'one_sided')),
    effective_spread     numeric,
    effective_spread_bps double precision,
    levels               integer NOT NULL CHECK (levels >= 0),
    fills_stored         boolean NOT NULL,
    fee_rate             double precision,
    fee                  numeric,
    all_in_price         numeric CHECK (all_in_price > 0),
    cost_bps             double precision,
    PRIMARY KEY (market_id, slot, version, side, order_size, fill_policy),
    CHECK (complete = (reason IS NULL))
) PARTITION BY RANGE (slot);
COMMENT ON TABLE fact_cost IS 'What taking levels from the best price says about one order size; the walk is free of fees, steps and minimums, the fee stands beside it.';
COMMENT ON COLUMN fact_cost.market_id IS 'The market.';
COMMENT ON COLUMN fact_cost.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN fact_cost.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN fact_cost.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN fact_cost.order_size IS '[quote] N, what is to be spent (buy) or received (sell), in quote.';
COMMENT ON COLUMN fact_cost.fill_policy IS 'How the level that overshoots is treated: exact takes a part of it, under none, over all, seed as the prototype did.';
COMMENT ON COLUMN fact_cost.complete IS 'Whether the ladder held enough for the order size.';
COMMENT ON COLUMN fact_cost.reason IS 'Why it is not complete: shallow, truncated or one_sided; null when it is.';
COMMENT ON COLUMN fact_cost.filled_amount IS '[quote] F = sum of the fills'' amounts, in quote.';
COMMENT ON COLUMN fact_cost.unspent IS '[quote] N - F, in quote, of a complete walk; null when it is not complete.';
COMMENT ON COLUMN fact_cost.quantity IS '[base] Q = sum of the fills'' quantities, in base.';
COMMENT ON COLUMN fact_cost.average_price IS '[quote per base] P = F / Q, in quote per base, half-even at 18 decimals; null when nothing was filled.';
COMMENT ON COLUMN fact_cost.worst_price IS '[quote per base] Price of the last level taken, in quote per base; null when nothing was filled.';
COMMENT ON COLUMN fact_cost.slippage_bps IS '[basis points] 1e4 x D x (P / m - 1), D = +1 buy, -1 sell, in basis points; null when incomplete or one-sided.';
COMMENT ON COLUMN fact_cost.slippage_best_bps IS '[basis points] 1e4 x D x (P / best - 1), best = a1 for buy, b1 for sell, in basis points; null when incomplete.';
COMMENT ON COLUMN fact_cost.slippage_cost IS '[quote] D x (F - best x Q), what is lost against the best price, in quote, half-even at 18 decimals; null when incomplete.';
COMMENT ON COLUMN fact_cost.impact_bps IS '[basis points] 1e4 x D x (p_end / m - 1), p_end the price of the first level of which something is left, in basis points; null with impact_reason.';
COMMENT ON COLUMN fact_cost.impact_best_bps IS '[basis points] 1e4 x D x (p_end / best - 1), in basis points; null when incomplete and when no level is left.';
COMMENT ON COLUMN fact_cost.impact_reason IS 'Why impact_bps is null: the walk''s reason; shallow or truncated also when it took the last level known; one_sided when there is no mid. Null when it is known.';
COMMENT ON COLUMN fact_cost.effective_spread IS '[quote per base] 2 x D x (P - m), in quote per base, half-even at 18 decimals; null when incomplete or one-sided.';
COMMENT ON COLUMN fact_cost.effective_spread_bps IS '[basis points] 1e4 x effective spread / m = 2 x slippage_bps, in basis points; null like it.';
COMMENT ON COLUMN fact_cost.levels IS 'Number of levels taken from.';
COMMENT ON COLUMN fact_cost.fills_stored IS
    'Whether the fills of this walk were stored in fact_fill; with the setting KeepFillsMonths those of older months have gone from there since.';
COMMENT ON COLUMN fact_cost.fee_rate IS '[fraction] f = fee / F as a fraction, of the schedule that held when the book was received; null when none was known, and with tiers by order amount when nothing was filled.';
COMMENT ON COLUMN fact_cost.fee IS '[quote] The taker''s fee on F, in quote, half-even at 18 decimals; null when no schedule was known or the walk is incomplete.';
COMMENT ON COLUMN fact_cost.all_in_price IS '[quote per base] Price with the fee, in quote per base, half-even at 18 decimals: buy P(1+f), or P/(1-f) where the fee is taken from what is received; sell P(1-f). Null like the fee.';
COMMENT ON COLUMN fact_cost.cost_bps IS '[basis points] 1e4 x D x (all-in price / m - 1), in basis points; null like the fee, and when one-sided.';

CREATE TABLE fact_fill (
    market_id   integer NOT NULL,
    slot        timestamptz NOT NULL,
    version     text NOT NULL DEFAULT 'live',
    side        text NOT NULL CHECK (side IN ('buy', 'sell')),
    order_size  numeric NOT NULL CHECK (order_size > 0),
    fill_policy text NOT NULL CHECK (fill_policy IN ('exact', 'under', 'over', 'seed')),
    position    integer NOT NULL CHECK (position > 0),
    price       numeric NOT NULL CHECK (price > 0),
    quantity    numeric NOT NULL CHECK (quantity >= 0),
    amount      numeric NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (market_id, slot, version, side, order_size, fill_policy, position)
) PARTITION BY RANGE (slot);
COMMENT ON TABLE fact_fill IS 'The part of each level that a walk took, for the order sizes whose fills are stored; amounts add up to fact_cost.filled_amount.';
COMMENT ON COLUMN fact_fill.market_id IS 'The market.';
COMMENT ON COLUMN fact_fill.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN fact_fill.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN fact_fill.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN fact_fill.order_size IS '[quote] N, the order size of the walk, in quote.';
COMMENT ON COLUMN fact_fill.fill_policy IS 'Fill policy of the walk.';
COMMENT ON COLUMN fact_fill.position IS 'The level''s place in its ladder, 1 is the best price.';
COMMENT ON COLUMN fact_fill.price IS '[quote per base] The level''s price, in quote per base.';
COMMENT ON COLUMN fact_fill.quantity IS '[base] What was taken of the level, in base; of a last partial level amount / price, rounded down at 18 decimals.';
COMMENT ON COLUMN fact_fill.amount IS '[quote] price x quantity of a whole level; of a last partial level what was left of the order size, exactly. In quote.';

CREATE TABLE fact_round_trip (
    market_id          integer NOT NULL,
    slot               timestamptz NOT NULL,
    version            text NOT NULL DEFAULT 'live',
    order_size         numeric NOT NULL CHECK (order_size > 0),
    complete           boolean NOT NULL,
    reason             text CHECK (reason IN ('shallow', 'truncated', 'one_sided')),
    quantity           numeric NOT NULL CHECK (quantity >= 0),
    received           numeric CHECK (received >= 0),
    cost               numeric,
    cost_bps           double precision,
    cost_with_fees     numeric,
    cost_with_fees_bps double precision,
    PRIMARY KEY (market_id, slot, version, order_size),
    CHECK (complete = (reason IS NULL)),
    CHECK (complete = (received IS NOT NULL))
) PARTITION BY RANGE (slot);
COMMENT ON TABLE fact_round_trip IS 'What is lost by buying for an order size and selling what was bought at once; the exact walk, free of steps and minimums.';
COMMENT ON COLUMN fact_round_trip.market_id IS 'The market.';
COMMENT ON COLUMN fact_round_trip.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN fact_round_trip.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN fact_round_trip.order_size IS '[quote] N, what is spent on the buy, in quote.';
COMMENT ON COLUMN fact_round_trip.complete IS 'Whether the asks hold enough for the buy and the bids for the sale.';
COMMENT ON COLUMN fact_round_trip.reason IS 'Why it is not complete: shallow, truncated or one_sided; null when it is.';
COMMENT ON COLUMN fact_round_trip.quantity IS '[base] Q, what the buy gets without fees, in base; of an incomplete buy, the part that fills.';
COMMENT ON COLUMN fact_round_trip.received IS '[quote] R, what selling Q brings without fees, in quote, half-even at 18 decimals; null when incomplete.';
COMMENT ON COLUMN fact_round_trip.cost IS '[quote] N - R, in quote; null when incomplete.';
COMMENT ON COLUMN fact_round_trip.cost_bps IS '[basis points] 1e4 x (N - R) / N, in basis points; null when incomplete.';
COMMENT ON COLUMN fact_round_trip.cost_with_fees IS '[quote] The same loss when both orders pay the taker''s fee, the buy out of N, in quote; null when incomplete or no fee is known.';
COMMENT ON COLUMN fact_round_trip.cost_with_fees_bps IS '[basis points] 1e4 x cost with fees / N, in basis points; null like it.';

-- Makes the partitions of every partitioned fact table there is. A month is built beside its table and then attached, so that
-- neither readers nor writers of the table wait. It runs with its owner's rights on names that only it chooses, so that a silo
-- needs no right to create tables.
-- It is part of a migration and not of Views, because a later migration that adds a fact table has to call it for every month that
-- fact_book has.
CREATE FUNCTION ensure_partitions(of_month timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    month_start timestamptz := date_trunc('month', of_month, 'UTC');
    month_end   timestamptz := date_trunc('month', month_start + interval '768 hours', 'UTC');
    parent      text;
    partition   text;
    made        integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ensure_partitions'));
    FOR parent IN
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'p' AND relname LIKE 'fact\_%'
        ORDER BY relname
    LOOP
        partition := parent || to_char(month_start AT TIME ZONE 'UTC', '_YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || partition) IS NOT NULL;
        EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL)', partition, parent);
        EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                       parent, partition, month_start, month_end);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
COMMENT ON FUNCTION ensure_partitions(timestamptz) IS
    'Makes the partitions of the UTC month that contains an instant, where they are missing; says how many it made.';
