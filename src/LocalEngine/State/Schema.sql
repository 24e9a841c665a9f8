CREATE SCHEMA IF NOT EXISTS local_engine;

CREATE TABLE IF NOT EXISTS local_engine.grain_state (
    grain_class text NOT NULL,
    grain_key   text NOT NULL,
    state_name  text NOT NULL,
    value       json NOT NULL,
    version     bigint NOT NULL,
    written_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (grain_class, grain_key, state_name)
);

CREATE TABLE IF NOT EXISTS local_engine.reminder (
    grain_class text NOT NULL,
    grain_key   text NOT NULL,
    name        text NOT NULL,
    first_tick  timestamptz NOT NULL,
    period      interval NOT NULL,
    PRIMARY KEY (grain_class, grain_key, name)
);
