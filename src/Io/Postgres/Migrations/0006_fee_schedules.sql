-- What venues take from takers, and when. Rows are added and closed, never changed: facts were computed from them.

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

COMMENT ON COLUMN fact_cost.fee_rate IS 'f = fee / F as a fraction, of the schedule that held when the book was received; null when none was known, and with tiers by order amount when nothing was filled.';
COMMENT ON COLUMN fact_cost.fee IS 'The taker''s fee on F, in quote, half-even at 18 decimals; null when no schedule was known or the walk is incomplete.';
COMMENT ON COLUMN fact_cost.all_in_price IS 'Price with the fee, in quote per base, half-even at 18 decimals: buy P(1+f), or P/(1-f) where the fee is taken from what is received; sell P(1-f). Null like the fee.';
