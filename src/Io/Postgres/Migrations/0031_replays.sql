-- A replay writes facts of a version of their own. A version that is promoted is shown by the views, per market and slot, in place
-- of what was shown before.

CREATE TABLE data_version (
    version      text PRIMARY KEY CHECK (version ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
    order_sizes  numeric[],
    fee_profile  text,
    fill_policy  text,
    created_at   timestamptz NOT NULL,
    promoted_at  timestamptz,
    is_dropped   boolean NOT NULL DEFAULT false
);
INSERT INTO data_version (version, created_at, promoted_at) VALUES ('live', now(), '-infinity');
COMMENT ON TABLE data_version IS 'Versions of the facts: live, which pulls write, and those that replays wrote. All facts of one version were computed in the same way.';
COMMENT ON COLUMN data_version.version IS 'The name in the facts'' column version.';
COMMENT ON COLUMN data_version.order_sizes IS 'Order sizes it was computed with, in quote; null for those configured.';
COMMENT ON COLUMN data_version.fee_profile IS 'Fee profile it was computed with, none for no fees; null for the fees configured.';
COMMENT ON COLUMN data_version.fill_policy IS 'Fill policy it was computed with; null for the one configured.';
COMMENT ON COLUMN data_version.created_at IS 'When the first replay into it was ordered, UTC.';
COMMENT ON COLUMN data_version.promoted_at IS 'Since when the views show it, UTC: of several versions that cover a slot the one promoted last. Null while they do not; -infinity for live.';
COMMENT ON COLUMN data_version.is_dropped IS 'Whether its facts are being deleted.';

CREATE TABLE replay_job (
    replay_id   text PRIMARY KEY,
    mode        text NOT NULL CHECK (mode IN ('fill', 'version', 'verify')),
    dry_run     boolean NOT NULL,
    version     text NOT NULL,
    "from"      timestamptz NOT NULL,
    "to"        timestamptz NOT NULL,
    markets     text[] NOT NULL,
    order_sizes numeric[],
    fee_profile text,
    fill_policy text,
    groups      text[] NOT NULL,
    page_length interval NOT NULL,
    state       text NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    next_page   integer NOT NULL,
    pages_ahead integer[] NOT NULL,
    books       bigint NOT NULL,
    body_bytes  bigint NOT NULL,
    rows        bigint NOT NULL,
    written     bigint NOT NULL,
    differences bigint NOT NULL,
    problems    bigint NOT NULL,
    message     text,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    ended_at    timestamptz
);
COMMENT ON TABLE replay_job IS 'Replays, one row each, with the page that each has come to: after a restart it goes on there.';
COMMENT ON COLUMN replay_job.replay_id IS 'Name of the replay.';
COMMENT ON COLUMN replay_job.mode IS 'fill: adds what live lacks; version: writes a version; verify: compares with live.';
COMMENT ON COLUMN replay_job.dry_run IS 'Whether nothing is written.';
COMMENT ON COLUMN replay_job.version IS 'Version that is written or compared with.';
COMMENT ON COLUMN replay_job."from" IS 'Slots that start from here on, UTC.';
COMMENT ON COLUMN replay_job."to" IS 'And before this, UTC.';
COMMENT ON COLUMN replay_job.markets IS 'Markets that were asked for; empty for all.';
COMMENT ON COLUMN replay_job.order_sizes IS 'Order sizes, in quote; null for those configured.';
COMMENT ON COLUMN replay_job.fee_profile IS 'Fee profile, none for no fees; null for the fees configured.';
COMMENT ON COLUMN replay_job.fill_policy IS 'Fill policy; null for the one configured.';
COMMENT ON COLUMN replay_job.groups IS 'Markets that are read together, each group as a comma-separated list.';
COMMENT ON COLUMN replay_job.page_length IS 'Time that one page spans; pages are counted in order of time, then of group.';
COMMENT ON COLUMN replay_job.state IS 'running, done, cancelled or failed.';
COMMENT ON COLUMN replay_job.next_page IS 'All pages before this one are done.';
COMMENT ON COLUMN replay_job.pages_ahead IS 'Pages behind it that are done too.';
COMMENT ON COLUMN replay_job.books IS 'Books that were computed.';
COMMENT ON COLUMN replay_job.body_bytes IS 'Bytes of their payloads, inflated.';
COMMENT ON COLUMN replay_job.rows IS 'Rows of facts that were computed.';
COMMENT ON COLUMN replay_job.written IS 'Rows of facts that were written, or would have been.';
COMMENT ON COLUMN replay_job.differences IS 'Rows that differ from those of live, or that only one of the two has.';
COMMENT ON COLUMN replay_job.problems IS 'Objects that could not be used.';
COMMENT ON COLUMN replay_job.message IS 'Why it failed; null unless it did.';
COMMENT ON COLUMN replay_job.created_at IS 'When it was ordered, UTC.';
COMMENT ON COLUMN replay_job.updated_at IS 'When its last page ended, UTC.';
COMMENT ON COLUMN replay_job.ended_at IS 'When it ended, UTC; null while it runs.';

CREATE TABLE replay_finding (
    replay_id text NOT NULL REFERENCES replay_job ON DELETE CASCADE,
    number    integer NOT NULL,
    kind      text NOT NULL CHECK (kind ~ '^[a-z][a-z_]*$'),
    subject   text NOT NULL,
    slot      timestamptz,
    place     text NOT NULL,
    field     text,
    stored    text,
    replayed  text,
    message   text,
    PRIMARY KEY (replay_id, number)
);
COMMENT ON TABLE replay_finding IS 'What replays report of single objects and rows; of each replay the first thousand.';
COMMENT ON COLUMN replay_finding.replay_id IS 'The replay.';
COMMENT ON COLUMN replay_finding.number IS 'In order of reporting, from 1.';
COMMENT ON COLUMN replay_finding.kind IS 'missing_object, damaged_object, foreign_object, unreadable (a book that this version of the software does not read), different, only_stored or only_replayed.';
COMMENT ON COLUMN replay_finding.subject IS 'The market, or asset and currency of a split; empty for a foreign object.';
COMMENT ON COLUMN replay_finding.slot IS 'Start of the slot, UTC; null for a foreign object.';
COMMENT ON COLUMN replay_finding.place IS 'Key of the object, or table and key of the row.';
COMMENT ON COLUMN replay_finding.field IS 'Column that differs; null unless one does.';
COMMENT ON COLUMN replay_finding.stored IS 'Its value as stored; null there, or where nothing differs.';
COMMENT ON COLUMN replay_finding.replayed IS 'Its value as computed again; null there, or where nothing differs.';
COMMENT ON COLUMN replay_finding.message IS 'What was seen of an object; null for a row.';

-- A silo that may not delete facts may delete those of a version that is not live, through this alone.
CREATE FUNCTION clear_version(of_version text, of_markets integer[], of_asset text, since timestamptz, until timestamptz)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    fact    record;
    cleared bigint := 0;
    rows    bigint;
BEGIN
    IF of_version = 'live' THEN
        RAISE EXCEPTION 'the facts of live are not cleared';
    END IF;
    FOR fact IN
        SELECT relname, EXISTS (SELECT FROM pg_attribute WHERE attrelid = oid AND attname = 'asset') AS is_of_splits
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'p' AND relname LIKE 'fact\_%'
          AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = oid AND attname = 'version')
        ORDER BY relname
    LOOP
        EXECUTE format('DELETE FROM public.%I WHERE version = $1 AND slot >= $4 AND slot < $5 AND %s',
                       fact.relname, CASE WHEN fact.is_of_splits THEN '($3 IS NULL OR asset = $3)' ELSE 'market_id = ANY ($2)' END)
        USING of_version, of_markets, of_asset, since, until;
        GET DIAGNOSTICS rows = ROW_COUNT;
        cleared := cleared + rows;
    END LOOP;
    RETURN cleared;
END $$;
COMMENT ON FUNCTION clear_version(text, integer[], text, timestamptz, timestamptz) IS
    'Deletes the facts of a version, never of live, of these markets and of the splits of an asset (of all, where it is null), for slots that start in a range; says how many rows.';

-- Which version is shown. What is not live is found by its version.
CREATE INDEX fact_book_version ON fact_book (version, market_id, slot) WHERE version <> 'live';
CREATE INDEX fact_split_version ON fact_split (version, asset, slot) WHERE version <> 'live';

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
COMMENT ON COLUMN shown_book.slot IS 'Start of the slot, UTC.';
COMMENT ON COLUMN shown_book.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN shown_book.slot_length IS 'Length of the slot.';
COMMENT ON COLUMN shown_book.requested_at IS 'When the request was sent, UTC.';
COMMENT ON COLUMN shown_book.received_at IS 'When the answer was complete, UTC; it lies in the slot.';
COMMENT ON COLUMN shown_book.venue_time IS 'The venue''s own time of the book, UTC; null where it gives none.';
COMMENT ON COLUMN shown_book.sequence IS 'The venue''s own number of this state of the book; null where it gives none.';
COMMENT ON COLUMN shown_book.best_bid IS 'b1, highest bid, in quote per base; null when there are no bids.';
COMMENT ON COLUMN shown_book.best_ask IS 'a1, lowest ask, in quote per base; null when there are no asks.';
COMMENT ON COLUMN shown_book.mid_price IS 'm = (a1 + b1) / 2, in quote per base; null when a side is empty.';
COMMENT ON COLUMN shown_book.bid_levels IS 'Number of bid levels received.';
COMMENT ON COLUMN shown_book.ask_levels IS 'Number of ask levels received.';
COMMENT ON COLUMN shown_book.depth_complete IS 'Whether the venue returned every level of both sides.';
COMMENT ON COLUMN shown_book.bid_depth_complete IS 'Whether the venue returned every bid.';
COMMENT ON COLUMN shown_book.ask_depth_complete IS 'Whether the venue returned every ask.';
COMMENT ON COLUMN shown_book.fills_left_out IS 'Whether there were more fills than are stored for one pull, so that none are.';
COMMENT ON COLUMN shown_book.adapter_version IS 'Version of the venue''s adapter that asked for the book.';
COMMENT ON COLUMN shown_book.sha256 IS 'SHA-256 of the archived body, lower-case hex.';
COMMENT ON COLUMN shown_book.archive_key IS 'Where the body lies in the archive: the slot''s evidence.';
COMMENT ON COLUMN shown_book.spread_bps IS '1e4 x (a1 - b1) / m, quoted spread in basis points; null when a side is empty.';
COMMENT ON COLUMN shown_book.microprice IS '(a1 x s_b + b1 x s_a) / (s_a + s_b), s the quantities of the best levels, in quote per base, half-even at 18 decimals; null when a side is empty.';
COMMENT ON COLUMN shown_book.time_source IS 'Where received_at is from. received: our clock when the answer was complete; of imported books payload: the venue''s own time, file: the file''s last modification on the day of its path, date: midnight UTC of that day, for want of a better one.';

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
COMMENT ON COLUMN shown_split.slot IS 'Start of the slot, UTC.';
COMMENT ON COLUMN shown_split.version IS 'live, or the name that a replay wrote under.';
COMMENT ON COLUMN shown_split.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN shown_split.order_size IS 'N, what is to be spent (buy) or received (sell), fees included, in currency.';
COMMENT ON COLUMN shown_split.slot_length IS 'Length of the slot.';
COMMENT ON COLUMN shown_split.complete IS 'Whether the markets together hold enough for the order size; a rest of less than one lot does not count.';
COMMENT ON COLUMN shown_split.reason IS 'Why it is not complete: shallow, truncated or one_sided; null when it is, and when refused.';
COMMENT ON COLUMN shown_split.refused IS 'Whether the books lie further apart in time than MaxSkewSeconds allows, so that nothing was computed.';
COMMENT ON COLUMN shown_split.amount IS 'Paid (buy) or received (sell), fees and conversion included, in currency; of what can be filled when incomplete; null when refused.';
COMMENT ON COLUMN shown_split.quantity IS 'Q, received (buy) or given (sell), in base: the sum of the legs; null when refused.';
COMMENT ON COLUMN shown_split.all_in_price IS 'amount / quantity, in currency per base, half-even at 18 decimals; null unless complete.';
COMMENT ON COLUMN shown_split.mid_price IS 'm, median of the included markets'' converted mids, in currency per base; null when none has one or refused.';
COMMENT ON COLUMN shown_split.cost_bps IS '1e4 x D x (all-in price / m - 1), D = +1 buy, -1 sell, in basis points; null like the all-in price and the mid.';
COMMENT ON COLUMN shown_split.best_single_market_id IS 'The market that does the whole order best alone, rank 1 of fact_split_single; null when none can.';
COMMENT ON COLUMN shown_split.best_single_all_in_price IS 'All-in price of that market for the whole order, in currency per base; null when there is none.';
COMMENT ON COLUMN shown_split.saving IS '(all-in price of the best single market - all-in price) x D x Q, at least 0, in currency; null unless complete and a market can do it alone.';
COMMENT ON COLUMN shown_split.saving_bps IS 'Saving per 10,000 of what Q would cost or bring on the best single market, in basis points; null like the saving.';
COMMENT ON COLUMN shown_split.marginal_price IS 'Lambda, all-in price of the last quantity taken, in currency per base, half-even at 18 decimals: no last price used is worse, no next price better, lots and minimums aside; null when nothing was taken.';
COMMENT ON COLUMN shown_split.gap IS 'How much better any split could be, at most, in currency; 0 for flat fees and divisible quantities; null when refused.';
COMMENT ON COLUMN shown_split.skew_seconds IS 'Time between the oldest and the newest book of the markets that take part, in seconds; those that convert are not counted; null without a book.';
COMMENT ON COLUMN shown_split.markets_used IS 'Number of legs.';
COMMENT ON COLUMN shown_split.markets_excluded IS 'Number of markets that took no part, each with its reason in fact_split_excluded.';

CREATE FUNCTION sale_proceeds(of_market integer, of_slot timestamptz, of_version text, of_order_size numeric, of_fill_policy text, sold numeric)
RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN sum(bid.quantity) >= sold
                THEN sum(bid.price * greatest(0, least(bid.quantity, sold - bid.quantity_before)))
           END
    FROM (SELECT price, quantity,
                 coalesce(sum(quantity) OVER (ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS quantity_before
          FROM fact_fill
          WHERE market_id = of_market AND slot = of_slot AND version = of_version AND side = 'sell'
            AND order_size = of_order_size AND fill_policy = of_fill_policy) AS bid
$$;
COMMENT ON FUNCTION sale_proceeds(integer, timestamptz, text, numeric, text, numeric) IS
    'What selling a quantity of base brings, in quote, from the stored fills of the sell walk; null when they hold less than that.';

CREATE OR REPLACE VIEW optimal_transactions AS
SELECT fill.price AS coin_price,
       fill.quantity AS amount_requested,
       fill.amount AS transaction_cost,
       CASE fill.side WHEN 'buy' THEN 'ask' ELSE 'bid' END AS transaction_type,
       floor(extract(epoch FROM book.requested_at))::bigint AS pull_timestamp,
       coin_transaction_id(market.market, fill.slot, fill.order_size, fill.fill_policy) AS coin_transaction_id
FROM shown_book AS book
JOIN dim_market AS market USING (market_id)
JOIN fact_fill AS fill USING (market_id, slot, version);

CREATE OR REPLACE VIEW transactions_summary AS
SELECT coin_transaction_id(market.market, book.slot, buy.order_size, buy.fill_policy) AS coin_transaction_id,
       venue.code AS exchange,
       market.product AS coin,
       buy.order_size AS transaction_limit,
       CASE buy.fill_policy WHEN 'seed' THEN prototype_round(prototype_mid(book.best_bid, book.best_ask)) ELSE book.mid_price END AS mid_price,
       CASE WHEN buy.fill_policy = 'seed' AND buy.quantity > 0 AND sell.quantity > 0
            THEN prototype_round((sell.quantity::float8 - buy.quantity::float8) * prototype_mid(book.best_bid, book.best_ask))
            WHEN buy.fill_policy <> 'seed' AND buy.complete AND sell.complete
            THEN (sell.quantity - buy.quantity) * book.mid_price
       END AS profit_opportunity,
       floor(extract(epoch FROM book.requested_at))::bigint AS pull_timestamp,
       extract(epoch FROM book.received_at - book.requested_at) AS run_length,
       to_char(book.slot AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') AS run_id,
       CASE WHEN buy.complete
            THEN buy.filled_amount - sale_proceeds(book.market_id, book.slot, book.version, buy.order_size, buy.fill_policy, buy.quantity)
       END AS round_trip_cost
FROM shown_book AS book
JOIN dim_market AS market USING (market_id)
JOIN dim_venue AS venue USING (venue_id)
JOIN fact_cost AS buy
  ON buy.market_id = book.market_id AND buy.slot = book.slot AND buy.version = book.version AND buy.side = 'buy'
JOIN fact_cost AS sell
  ON sell.market_id = book.market_id AND sell.slot = book.slot AND sell.version = book.version AND sell.side = 'sell'
 AND sell.order_size = buy.order_size AND sell.fill_policy = buy.fill_policy
WHERE buy.fills_stored OR sell.fills_stored;
DROP FUNCTION sale_proceeds(integer, timestamptz, numeric, text, numeric);

CREATE OR REPLACE VIEW recent_transactions AS
SELECT fill.price AS coin_price,
       fill.quantity AS amount_requested,
       fill.amount AS transaction_cost,
       CASE fill.side WHEN 'buy' THEN 'ask' ELSE 'bid' END AS transaction_type,
       floor(extract(epoch FROM book.requested_at))::bigint AS pull_timestamp,
       coin_transaction_id(market.market, fill.slot, fill.order_size, fill.fill_policy) AS coin_transaction_id,
       venue.code AS exchange,
       market.product AS coin,
       CASE fill.fill_policy WHEN 'seed' THEN prototype_round(prototype_mid(book.best_bid, book.best_ask)) ELSE book.mid_price END AS mid_price,
       coalesce(asset.name, asset.code) AS crypto_currency,
       to_char(book.slot AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') AS run_id
FROM shown_book AS book
JOIN dim_market AS market USING (market_id)
JOIN dim_venue AS venue USING (venue_id)
LEFT JOIN dim_asset AS asset ON asset.code = market.base_asset
JOIN fact_fill AS fill USING (market_id, slot, version)
WHERE book.slot > now() - interval '72 hours'
  AND book.requested_at > now() - interval '48 hours';

CREATE OR REPLACE VIEW realised_spread AS
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
JOIN shown_book AS book USING (market_id, slot, version)
LEFT JOIN shown_book AS later
       ON later.market_id = book.market_id AND later.slot = book.slot + book.slot_length
      AND cost.complete AND cost.average_price IS NOT NULL AND book.mid_price IS NOT NULL;

CREATE OR REPLACE VIEW venue_concentration AS
WITH depth AS (
    SELECT market.base_asset, depth.slot, venue.code AS venue,
           sum(depth.quantity) AS quantity, count(DISTINCT depth.market_id) AS markets
    FROM fact_depth AS depth
    JOIN shown_book AS book USING (market_id, slot, version)
    JOIN dim_market AS market USING (market_id)
    JOIN dim_venue AS venue USING (venue_id)
    WHERE depth.band_bps = 100 AND market.base_asset IS NOT NULL
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

CREATE OR REPLACE VIEW best_way_to_buy_or_sell_50k AS
SELECT CASE offer.side WHEN 'buy' THEN 'ask' ELSE 'bid' END AS transaction_type,
       offer.exchange,
       coalesce(asset.name, asset.code) AS crypto_currency,
       offer.quantity AS amount_requested,
       offer.amount AS total_cost,
       offer.all_in_price AS cost_per_coin,
       row_number() OVER (PARTITION BY asset.code, offer.side ORDER BY offer.price_to_beat, offer.rank) = 1 AS best_value,
       latest.slot
FROM dim_asset AS asset
CROSS JOIN LATERAL (
    SELECT split.slot FROM fact_split AS split
    WHERE split.asset = asset.code AND split.currency = 'USD' AND split.version = 'live' AND NOT split.refused
    ORDER BY split.slot DESC LIMIT 1
) AS latest
CROSS JOIN LATERAL (
    SELECT split.version FROM shown_split AS split
    WHERE split.asset = asset.code AND split.currency = 'USD' AND split.slot = latest.slot LIMIT 1
) AS shown
CROSS JOIN LATERAL (
    SELECT DISTINCT ON (single.side, venue.code)
           single.side, venue.code AS exchange, single.quantity, single.amount, single.all_in_price, single.rank, price_to_beat
    FROM fact_split_single AS single
    CROSS JOIN LATERAL (SELECT CASE single.side WHEN 'buy' THEN single.all_in_price ELSE -single.all_in_price END) AS price (price_to_beat)
    JOIN dim_market AS market USING (market_id)
    JOIN dim_venue AS venue USING (venue_id)
    WHERE single.asset = asset.code AND single.slot = latest.slot AND single.currency = 'USD'
      AND single.order_size = 50000 AND single.version = shown.version
    ORDER BY single.side, venue.code, price_to_beat, single.rank
) AS offer;

CREATE OR REPLACE FUNCTION best_way_to_trade(asset text, order_size numeric, currency text DEFAULT 'USD')
RETURNS TABLE (
    slot timestamptz, side text, line text, market text, order_quantity numeric, quantity numeric, quote text, average_price numeric,
    worst_price numeric, fee numeric, amount numeric, all_in_price numeric, saving numeric, saving_bps double precision, reason text
) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
DECLARE
    of_asset    text := upper(best_way_to_trade.asset);
    of_currency text := upper(best_way_to_trade.currency);
    of_size     numeric := best_way_to_trade.order_size;
    latest      timestamptz;
    shown       text;
    sizes       text;
BEGIN
    SELECT split.slot INTO latest FROM fact_split AS split
    WHERE split.asset = of_asset AND split.currency = of_currency AND split.version = 'live' AND NOT split.refused
    ORDER BY split.slot DESC LIMIT 1;
    SELECT split.version INTO shown FROM shown_split AS split
    WHERE split.asset = of_asset AND split.currency = of_currency AND split.slot = latest LIMIT 1;
    IF latest IS NULL THEN
        RAISE EXCEPTION 'there is no split of % in %', of_asset, of_currency;
    END IF;

    SELECT string_agg(known.size::text, ', ' ORDER BY known.size) INTO sizes
    FROM (SELECT DISTINCT trim_scale(split.order_size) AS size FROM fact_split AS split
          WHERE split.asset = of_asset AND split.slot = latest AND split.currency = of_currency AND split.version = shown) AS known
    HAVING bool_and(known.size IS DISTINCT FROM of_size);
    IF sizes IS NOT NULL THEN
        RAISE EXCEPTION 'there is no split of % % for %', of_size, of_currency, of_asset USING HINT = format('There are %s.', sizes);
    END IF;

    RETURN QUERY
    SELECT latest, row.side, row.line, market.market, row.order_quantity, row.quantity,
           CASE row.line WHEN 'order' THEN market.quote_asset END, row.average_price, row.worst_price, row.fee, row.amount,
           row.all_in_price, row.saving, row.saving_bps, row.reason
    FROM (
        SELECT leg.side, 1 AS place, 'order' AS line, leg.market_id, leg.order_quantity, leg.quantity, leg.average_price, leg.worst_price,
               trim_scale(round(leg.fee * leg.amount / nullif(leg.net_amount, 0), 18)) AS fee, leg.amount,
               NULL::numeric AS all_in_price, NULL::numeric AS saving, NULL::double precision AS saving_bps, NULL AS reason
        FROM fact_split_leg AS leg
        WHERE leg.asset = of_asset AND leg.slot = latest AND leg.currency = of_currency AND leg.order_size = of_size AND leg.version = shown
        UNION ALL
        SELECT split.side, 2, 'total', NULL, legs.order_quantity, split.quantity, NULL, NULL, legs.fee, split.amount,
               split.all_in_price, split.saving, split.saving_bps,
               CASE WHEN split.refused THEN 'refused' ELSE split.reason END
        FROM fact_split AS split
        CROSS JOIN LATERAL (
            SELECT sum(leg.order_quantity) AS order_quantity,
                   trim_scale(round(sum(leg.fee * leg.amount / nullif(leg.net_amount, 0)), 18)) AS fee
            FROM fact_split_leg AS leg
            WHERE leg.asset = of_asset AND leg.slot = latest AND leg.currency = of_currency AND leg.side = split.side
              AND leg.order_size = of_size AND leg.version = shown) AS legs
        WHERE split.asset = of_asset AND split.slot = latest AND split.currency = of_currency
          AND split.order_size = of_size AND split.version = shown
        UNION ALL
        SELECT single.side, 3, 'best single', single.market_id, NULL, single.quantity, NULL, NULL, NULL, single.amount,
               single.all_in_price, NULL, NULL, NULL
        FROM fact_split_single AS single
        WHERE single.asset = of_asset AND single.slot = latest AND single.currency = of_currency
          AND single.order_size = of_size AND single.version = shown AND single.rank = 1
        UNION ALL
        SELECT excluded.side, 4, 'left out', excluded.market_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, excluded.reason
        FROM fact_split_excluded AS excluded
        WHERE excluded.asset = of_asset AND excluded.slot = latest AND excluded.currency = of_currency
          AND excluded.order_size = of_size AND excluded.version = shown
    ) AS row
    LEFT JOIN dim_market AS market USING (market_id)
    ORDER BY row.side, row.place, row.amount DESC, market.market COLLATE "C";
END $$;

CREATE OR REPLACE VIEW split_savings AS
SELECT split.asset,
       split.currency,
       (split.slot AT TIME ZONE 'UTC')::date AS day,
       split.side,
       split.order_size,
       count(*) AS splits,
       count(*) - count(split.saving) AS splits_without_single,
       trim_scale(round(avg(split.saving), 18)) AS saving_mean,
       trim_scale(0.5 * (percentile_disc(0.5) WITHIN GROUP (ORDER BY split.saving)
                         + percentile_disc(0.5) WITHIN GROUP (ORDER BY split.saving DESC))) AS saving_median,
       max(split.saving) AS saving_max,
       avg(split.saving_bps) AS saving_bps_mean,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY split.saving_bps) AS saving_bps_median,
       max(split.saving_bps) AS saving_bps_max,
       count(*) FILTER (WHERE split.saving > 0)::double precision / nullif(count(split.saving), 0) AS share_better
FROM shown_split AS split
WHERE split.complete
GROUP BY split.asset, split.currency, day, split.side, split.order_size;

CREATE OR REPLACE VIEW best_venue_persistence AS
SELECT best.asset,
       best.currency,
       best.side,
       best.order_size,
       count(*) AS pairs,
       count(*) FILTER (WHERE market.venue_id = next_market.venue_id) AS same,
       count(*) FILTER (WHERE market.venue_id = next_market.venue_id)::double precision / count(*) AS share_same
FROM (
    SELECT asset, currency, side, order_size, slot + slot_length AS due, best_single_market_id AS market_id,
           lead(slot) OVER later AS next_slot, lead(best_single_market_id) OVER later AS next_market_id
    FROM shown_split
    WHERE best_single_market_id IS NOT NULL
    WINDOW later AS (PARTITION BY asset, currency, side, order_size ORDER BY slot)
) AS best
JOIN dim_market AS market ON market.market_id = best.market_id
JOIN dim_market AS next_market ON next_market.market_id = best.next_market_id
WHERE best.next_slot = best.due
GROUP BY best.asset, best.currency, best.side, best.order_size;
