-- Books that were not pulled but imported have a time that is not our clock's.

ALTER TABLE fact_book
    ADD COLUMN time_source text NOT NULL DEFAULT 'received' CHECK (time_source IN ('received', 'payload', 'file', 'date'));
COMMENT ON COLUMN fact_book.time_source IS 'Where received_at is from. received: our clock when the answer was complete; of imported books payload: the venue''s own time, file: the file''s last modification on the day of its path, date: midnight UTC of that day, for want of a better one.';
