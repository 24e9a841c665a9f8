-- The two roles of the database, made once by an administrator: psql -d postgres -f roles.sql
-- Then: createdb -O orderbook_owner orderbook, and give each its password with \password.

-- Owns the tables: for `migrate` and for people, never for a silo.
DO $$ BEGIN
    IF to_regrole('orderbook_owner') IS NULL THEN
        CREATE ROLE orderbook_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    END IF;
END $$;

-- What the silos are: may add facts, and change what is theirs to change.
DO $$ BEGIN
    IF to_regrole('orderbook_silo') IS NULL THEN
        CREATE ROLE orderbook_silo LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    END IF;
END $$;
