CREATE VIEW split_savings AS
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
COMMENT ON VIEW split_savings IS 'What splitting saved against the best single market, by day; over the complete splits of the day that a market could have done alone.';
COMMENT ON COLUMN split_savings.asset IS 'The base asset that is bought or sold.';
COMMENT ON COLUMN split_savings.currency IS 'Asset that the order size and the savings are in.';
COMMENT ON COLUMN split_savings.day IS 'The day of the slots, UTC.';
COMMENT ON COLUMN split_savings.side IS 'The taker''s side: buy takes asks, sell takes bids.';
COMMENT ON COLUMN split_savings.order_size IS 'N, the order size of the splits, in currency.';
COMMENT ON COLUMN split_savings.splits IS 'Number of complete splits.';
COMMENT ON COLUMN split_savings.splits_without_single IS 'Number of those that no market could have done alone: they have no saving.';
COMMENT ON COLUMN split_savings.saving_mean IS 'Mean of fact_split.saving, in currency, rounded at 18 decimals; null where no split has one.';
COMMENT ON COLUMN split_savings.saving_median IS 'Median of fact_split.saving, in currency; null where no split has one.';
COMMENT ON COLUMN split_savings.saving_max IS 'Largest fact_split.saving, in currency; null where no split has one.';
COMMENT ON COLUMN split_savings.saving_bps_mean IS 'Mean of fact_split.saving_bps, in basis points; null where no split has one.';
COMMENT ON COLUMN split_savings.saving_bps_median IS 'Median of fact_split.saving_bps, in basis points; null where no split has one.';
COMMENT ON COLUMN split_savings.saving_bps_max IS 'Largest fact_split.saving_bps, in basis points; null where no split has one.';
COMMENT ON COLUMN split_savings.share_better IS 'Splits that save something / splits that have a saving, as a fraction; null where none has one.';
