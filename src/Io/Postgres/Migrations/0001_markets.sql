-- The markets that are pulled: what is traded there, under which rules and for which fee, and when each was active.

CREATE TABLE dim_venue (
    venue_id      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code          text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9_]*$'),
    first_seen_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE dim_venue IS 'Exchanges, one row each.';
COMMENT ON COLUMN dim_venue.venue_id IS 'Surrogate key.';
COMMENT ON COLUMN dim_venue.code IS 'Our name of the exchange, lower case: coinbase.';
COMMENT ON COLUMN dim_venue.first_seen_at IS 'When the first market of this venue was added, UTC.';

CREATE TABLE dim_asset (
    code text PRIMARY KEY,
    name text
);
COMMENT ON TABLE dim_asset IS 'Assets that are base or quote of a known market.';
COMMENT ON COLUMN dim_asset.code IS 'Normalised code, upper case: BTC, never XBT.';
COMMENT ON COLUMN dim_asset.name IS 'The name that the views of the prototype show, lower case; null where the prototype had none.';
INSERT INTO dim_asset (code, name) VALUES ('BTC', 'bitcoin'), ('ETH', 'ethereum');

CREATE TABLE dim_market (
    market_id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    venue_id    integer NOT NULL REFERENCES dim_venue,
    product     text NOT NULL,
    market      text NOT NULL UNIQUE,
    base_asset  text REFERENCES dim_asset,
    quote_asset text REFERENCES dim_asset,
    UNIQUE (venue_id, product)
);
CREATE INDEX dim_market_base_asset ON dim_market (base_asset);
COMMENT ON TABLE dim_market IS 'Markets, one row each: one product of one venue.';
COMMENT ON COLUMN dim_market.market_id IS 'Surrogate key.';
COMMENT ON COLUMN dim_market.venue_id IS 'The venue.';
COMMENT ON COLUMN dim_market.product IS 'What the venue calls the instrument, in its spelling: BTC-USD.';
COMMENT ON COLUMN dim_market.market IS 'venue:product, the name used everywhere else: coinbase:BTC-USD.';
COMMENT ON COLUMN dim_market.base_asset IS 'Asset that is bought or sold; null until the venue''s listing was had, never guessed.';
COMMENT ON COLUMN dim_market.quote_asset IS 'Asset that prices are in; null until the venue''s listing was had, never guessed.';

CREATE TABLE dim_market_rule (
    market_id     integer NOT NULL REFERENCES dim_market,
    valid_from    timestamptz NOT NULL,
    valid_to      timestamptz CHECK (valid_to > valid_from),
    price_step    numeric CHECK (price_step > 0),
    quantity_step numeric CHECK (quantity_step > 0),
    quantity_min  numeric CHECK (quantity_min >= 0),
    notional_min  numeric CHECK (notional_min >= 0),
    status        text NOT NULL CHECK (status IN ('online', 'halted', 'delisted')),
    PRIMARY KEY (market_id, valid_from)
);
CREATE UNIQUE INDEX dim_market_rule_current ON dim_market_rule (market_id) WHERE valid_to IS NULL;
COMMENT ON TABLE dim_market_rule IS 'Steps, minimums and status of a market as its venue listed them, one row per stretch of time without a change.';
COMMENT ON COLUMN dim_market_rule.market_id IS 'The market.';
COMMENT ON COLUMN dim_market_rule.valid_from IS 'When a listing first said so, UTC, inclusive.';
COMMENT ON COLUMN dim_market_rule.valid_to IS 'When a listing first said otherwise, UTC, exclusive; null while in force.';
COMMENT ON COLUMN dim_market_rule.price_step IS 'Smallest price change, in quote per base; null when the venue does not say.';
COMMENT ON COLUMN dim_market_rule.quantity_step IS 'Lot step: order quantities are multiples of it, in base; null when the venue does not say.';
COMMENT ON COLUMN dim_market_rule.quantity_min IS 'Smallest order quantity, in base; null when the venue does not say.';
COMMENT ON COLUMN dim_market_rule.notional_min IS 'Smallest order value, in quote; null when the venue does not say.';
COMMENT ON COLUMN dim_market_rule.status IS 'Whether the venue lets it be traded: online, halted or delisted.';

CREATE TABLE dim_market_active (
    market_id   integer NOT NULL REFERENCES dim_market,
    "from"      timestamptz NOT NULL,
    "to"        timestamptz CHECK ("to" >= "from"),
    slot_length interval NOT NULL CHECK (slot_length BETWEEN interval '1 minute' AND interval '24 hours'),
    PRIMARY KEY (market_id, "from")
);
CREATE UNIQUE INDEX dim_market_active_open ON dim_market_active (market_id) WHERE "to" IS NULL;
COMMENT ON TABLE dim_market_active IS 'When a market was to be pulled; intervals of one market never overlap.';
COMMENT ON COLUMN dim_market_active.market_id IS 'The market.';
COMMENT ON COLUMN dim_market_active."from" IS 'When it was started, UTC; the slot that contains this instant is the first that is due.';
COMMENT ON COLUMN dim_market_active."to" IS 'When it was stopped, UTC; the last due slot ended by then. Null while active.';
COMMENT ON COLUMN dim_market_active.slot_length IS 'Time between two books; divides a UTC day.';

-- Rows are added and closed, never changed, because facts were computed from them.
CREATE TABLE dim_fee_schedule (
    venue         text NOT NULL CHECK (venue ~ '^[a-z0-9][a-z0-9_]*$'),
    profile       text NOT NULL CHECK (profile ~ '^[a-z0-9][a-z0-9_]*$' AND profile <> 'none'),
    product_class text NOT NULL CHECK (product_class IN ('standard', 'stable')),
    basis         text NOT NULL CHECK (basis IN ('trailing_volume', 'order_marginal', 'order_slab')),
    tier_from     numeric NOT NULL CHECK (tier_from >= 0),
    taker_rate    numeric NOT NULL CHECK (taker_rate >= 0 AND taker_rate < 1),
    fee_in        text NOT NULL CHECK (fee_in IN ('quote', 'received')),
    source        text NOT NULL,
    valid_from    timestamptz NOT NULL,
    valid_to      timestamptz CHECK (valid_to > valid_from),
    PRIMARY KEY (venue, profile, product_class, basis, tier_from, valid_from)
);
COMMENT ON TABLE dim_fee_schedule IS 'Taker fees as venues publish them, one row per tier and stretch of time. Each start of a silo adds the rows it brings along where they are missing and changes none; close a row with valid_to instead of deleting it. Of two rows for one tier the one that began later holds.';
COMMENT ON COLUMN dim_fee_schedule.venue IS 'Code of the exchange.';
COMMENT ON COLUMN dim_fee_schedule.profile IS 'Which of the venue''s schedules: standard, or another that Venues:<code>:FeeProfile or fees= may name.';
COMMENT ON COLUMN dim_fee_schedule.product_class IS 'standard, or stable for pairs of two assets worth about a dollar; a class without rows pays the standard.';
COMMENT ON COLUMN dim_fee_schedule.basis IS 'trailing_volume: the trader''s 30-day volume decides; order_slab: this order''s amount decides for all of it; order_marginal: each slice of the amount pays the rate of its tier.';
COMMENT ON COLUMN dim_fee_schedule.tier_from IS 'From where on the rate holds: 30-day volume in USD for trailing_volume, the order''s amount before fees in quote for the other two.';
COMMENT ON COLUMN dim_fee_schedule.taker_rate IS 'f, as a fraction: 0.006 is 60 basis points.';
COMMENT ON COLUMN dim_fee_schedule.fee_in IS 'quote: paid or kept in quote; received: kept from what is received, so that a buy gets less base.';
COMMENT ON COLUMN dim_fee_schedule.source IS 'Where the rate is from.';
COMMENT ON COLUMN dim_fee_schedule.valid_from IS 'From when on it holds, UTC, inclusive; of the rows that came with the software when it was read.';
COMMENT ON COLUMN dim_fee_schedule.valid_to IS 'Until when it held, UTC, exclusive; null while in force.';
