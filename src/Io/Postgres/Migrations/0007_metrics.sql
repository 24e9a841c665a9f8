-- Every metric of a book that needs no trades: METRICS.md, section 1. Rows that were written before a column was made have null in it.

ALTER TABLE fact_book
    ADD COLUMN spread_bps double precision,
    ADD COLUMN microprice numeric CHECK (microprice > 0);
COMMENT ON COLUMN fact_book.spread_bps IS '1e4 x (a1 - b1) / m, quoted spread in basis points; null when a side is empty.';
COMMENT ON COLUMN fact_book.microprice IS '(a1 x s_b + b1 x s_a) / (s_a + s_b), s the quantities of the best levels, in quote per base, half-even at 18 decimals; null when a side is empty.';

ALTER TABLE fact_cost
    ADD COLUMN impact_bps double precision,
    ADD COLUMN impact_best_bps double precision,
    ADD COLUMN impact_reason text CHECK (impact_reason IN ('shallow', 'truncated', 'one_sided')),
    ADD COLUMN effective_spread numeric,
    ADD COLUMN effective_spread_bps double precision,
    ADD COLUMN slippage_cost numeric;
COMMENT ON COLUMN fact_cost.impact_bps IS '1e4 x D x (p_end / m - 1), p_end the price of the first level of which something is left, in basis points; null with impact_reason.';
COMMENT ON COLUMN fact_cost.impact_best_bps IS '1e4 x D x (p_end / best - 1), in basis points; null when incomplete and when no level is left.';
COMMENT ON COLUMN fact_cost.impact_reason IS 'Why impact_bps is null: the walk''s reason; shallow or truncated also when it took the last level known; one_sided when there is no mid. Null when it is known.';
COMMENT ON COLUMN fact_cost.effective_spread IS '2 x D x (P - m), in quote per base, half-even at 18 decimals; null when incomplete or one-sided.';
COMMENT ON COLUMN fact_cost.effective_spread_bps IS '1e4 x effective spread / m = 2 x slippage_bps, in basis points; null like it.';
COMMENT ON COLUMN fact_cost.slippage_cost IS 'D x (F - best x Q), what is lost against the best price, in quote, half-even at 18 decimals; null when incomplete.';

ALTER TABLE fact_depth ADD COLUMN reference_price numeric CHECK (reference_price > 0);
COMMENT ON COLUMN fact_depth.reference_price IS 'The price that the band is around: m, in quote per base; null when a side is empty.';

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
COMMENT ON COLUMN fact_imbalance.slot IS 'Start of the slot, UTC.';
COMMENT ON COLUMN fact_imbalance.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN fact_imbalance.band_bps IS 'x, width of the band from the mid, in basis points.';
COMMENT ON COLUMN fact_imbalance.imbalance IS '(B - A) / (B + A), B and A the quantities of bids and asks within the band, as a fraction from -1 to 1; null with a reason.';
COMMENT ON COLUMN fact_imbalance.reason IS 'Why it cannot be known: that of the depth, or shallow when nothing rests within the band; null when it is.';

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
COMMENT ON COLUMN fact_round_trip.slot IS 'Start of the slot, UTC.';
COMMENT ON COLUMN fact_round_trip.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN fact_round_trip.order_size IS 'N, what is spent on the buy, in quote.';
COMMENT ON COLUMN fact_round_trip.complete IS 'Whether the asks hold enough for the buy and the bids for the sale.';
COMMENT ON COLUMN fact_round_trip.reason IS 'Why it is not complete: shallow, truncated or one_sided; null when it is.';
COMMENT ON COLUMN fact_round_trip.quantity IS 'Q, what the buy gets without fees, in base; of an incomplete buy, the part that fills.';
COMMENT ON COLUMN fact_round_trip.received IS 'R, what selling Q brings without fees, in quote, half-even at 18 decimals; null when incomplete.';
COMMENT ON COLUMN fact_round_trip.cost IS 'N - R, in quote; null when incomplete.';
COMMENT ON COLUMN fact_round_trip.cost_bps IS '1e4 x (N - R) / N, in basis points; null when incomplete.';
COMMENT ON COLUMN fact_round_trip.cost_with_fees IS 'The same loss when both orders pay the taker''s fee, the buy out of N, in quote; null when incomplete or no fee is known.';
COMMENT ON COLUMN fact_round_trip.cost_with_fees_bps IS '1e4 x cost with fees / N, in basis points; null like it.';

-- Of every fact that is kept by month, whatever migration added it.
CREATE OR REPLACE FUNCTION ensure_partitions(of_month timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
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

-- The months that have partitions already get those of the new tables.
SELECT ensure_partitions(to_timestamp(right(relname, 7) || ' +00', 'YYYY_MM TZH'))
FROM pg_class JOIN pg_inherits ON inhrelid = oid
WHERE inhparent = 'fact_book'::regclass
ORDER BY relname;

-- With the fill policy under, an order smaller than the best level fills nothing: there is no price to compare with a later mid.
CREATE VIEW realised_spread AS
SELECT cost.market_id, market.market, cost.slot, cost.side, cost.order_size, cost.fill_policy,
       book.slot_length AS horizon,
       cost.average_price, book.mid_price, later.mid_price AS later_mid_price,
       2 * sign.d * (cost.average_price - later.mid_price) AS realised_spread,
       (20000 * sign.d * (cost.average_price - later.mid_price) / book.mid_price)::double precision AS realised_spread_bps,
       sign.d * (later.mid_price - book.mid_price) AS price_impact,
       CASE WHEN NOT cost.complete THEN cost.reason
            WHEN cost.average_price IS NULL THEN 'nothing_filled'
            WHEN book.mid_price IS NULL OR (later.slot IS NOT NULL AND later.mid_price IS NULL) THEN 'one_sided'
            WHEN later.slot IS NULL AND book.slot + 2 * book.slot_length > now() THEN 'pending'
            WHEN later.slot IS NULL THEN 'gap'
       END AS reason
FROM fact_cost AS cost
CROSS JOIN LATERAL (SELECT CASE cost.side WHEN 'buy' THEN 1 ELSE -1 END AS d) AS sign
JOIN dim_market AS market USING (market_id)
JOIN fact_book AS book USING (market_id, slot, version)
LEFT JOIN fact_book AS later
       ON later.market_id = book.market_id AND later.slot = book.slot + book.slot_length AND later.version = book.version
      AND cost.complete AND cost.average_price IS NOT NULL AND book.mid_price IS NOT NULL
WHERE cost.version = 'live';
COMMENT ON VIEW realised_spread IS 'What a walk paid against the mid of the next slot''s book: the horizon is one slot, an hour unless configured otherwise. Effective spread = realised spread + 2 x price impact.';
COMMENT ON COLUMN realised_spread.market_id IS 'The market.';
COMMENT ON COLUMN realised_spread.market IS 'venue:product.';
COMMENT ON COLUMN realised_spread.slot IS 'Start of the slot of the walk, UTC.';
COMMENT ON COLUMN realised_spread.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN realised_spread.order_size IS 'N, the order size of the walk, in quote.';
COMMENT ON COLUMN realised_spread.fill_policy IS 'Fill policy of the walk.';
COMMENT ON COLUMN realised_spread.horizon IS 'd, from this slot to the one whose mid is taken: the slot''s length.';
COMMENT ON COLUMN realised_spread.average_price IS 'P = F / Q, in quote per base; null when nothing was filled.';
COMMENT ON COLUMN realised_spread.mid_price IS 'm, mid of the walk''s book, in quote per base; null when a side is empty.';
COMMENT ON COLUMN realised_spread.later_mid_price IS 'm_{t+d}, mid of the next slot''s book, in quote per base; null with a reason.';
COMMENT ON COLUMN realised_spread.realised_spread IS '2 x D x (P - m_{t+d}), D = +1 buy, -1 sell, in quote per base; null with a reason.';
COMMENT ON COLUMN realised_spread.realised_spread_bps IS '1e4 x realised spread / m, in basis points; null with a reason.';
COMMENT ON COLUMN realised_spread.price_impact IS 'D x (m_{t+d} - m), in quote per base; null with a reason.';
COMMENT ON COLUMN realised_spread.reason IS 'Why it cannot be known: the walk''s reason, nothing_filled where the fill policy under took no level, one_sided, pending while the next slot is not over, or gap when that slot has no book; null when it is.';

CREATE VIEW venue_concentration AS
WITH depth AS (
    SELECT market.base_asset, depth.slot, venue.code AS venue,
           sum(depth.quantity) AS quantity, count(DISTINCT depth.market_id) AS markets
    FROM fact_depth AS depth
    JOIN dim_market AS market USING (market_id)
    JOIN dim_venue AS venue USING (venue_id)
    WHERE depth.version = 'live' AND depth.band_bps = 100 AND market.base_asset IS NOT NULL
      AND NOT EXISTS (SELECT FROM fact_depth AS other
                      WHERE other.market_id = depth.market_id AND other.slot = depth.slot AND other.version = depth.version
                        AND other.band_bps = depth.band_bps AND other.quantity IS NULL)
    GROUP BY market.base_asset, depth.slot, venue.code
), share AS (
    SELECT *, quantity / nullif(sum(quantity) OVER (PARTITION BY base_asset, slot), 0) AS of_all FROM depth
)
SELECT base_asset, slot, venue, quantity, markets,
       of_all::double precision AS share,
       (sum(of_all * of_all) OVER (PARTITION BY base_asset, slot))::double precision AS hhi,
       (1 / sum(of_all * of_all) OVER (PARTITION BY base_asset, slot))::double precision AS effective_venues,
       CASE WHEN of_all IS NULL THEN 'shallow' END AS reason
FROM share;
COMMENT ON VIEW venue_concentration IS 'How the depth of an asset within 1 % of the mids is shared among venues. Markets whose book does not reach that far on both sides are left out.';
COMMENT ON COLUMN venue_concentration.base_asset IS 'The asset.';
COMMENT ON COLUMN venue_concentration.slot IS 'Start of the slot, UTC.';
COMMENT ON COLUMN venue_concentration.venue IS 'Code of the venue.';
COMMENT ON COLUMN venue_concentration.quantity IS 'A(1 %) + B(1 %) of the venue''s markets of the asset, in base.';
COMMENT ON COLUMN venue_concentration.markets IS 'Number of these markets.';
COMMENT ON COLUMN venue_concentration.share IS 'The venue''s quantity / that of all venues, as a fraction; null with a reason.';
COMMENT ON COLUMN venue_concentration.hhi IS 'Sum of the squared shares of all venues, as a fraction from 1 / venues to 1; null with a reason.';
COMMENT ON COLUMN venue_concentration.effective_venues IS '1 / HHI, in venues: so many of equal depth would be as concentrated; null with a reason.';
COMMENT ON COLUMN venue_concentration.reason IS 'shallow when nothing rests within the band anywhere; null otherwise.';
