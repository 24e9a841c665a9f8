CREATE VIEW venue_concentration AS
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
      AND NOT EXISTS (SELECT FROM fact_split_excluded AS excluded
                      JOIN shown_split AS split USING (asset, slot, currency, side, order_size, version)
                      WHERE excluded.asset = market.base_asset AND excluded.slot = depth.slot AND excluded.market_id = depth.market_id
                        AND excluded.reason IN ('not_trading', 'frozen', 'price_apart'))
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
COMMENT ON VIEW venue_concentration IS 'How the depth of an asset within 1 % of the mids is shared among venues. Left out are markets whose book does not reach that far on both sides, and those that the slot''s splits left out as not_trading, frozen or price_apart.';
COMMENT ON COLUMN venue_concentration.base_asset IS 'The asset.';
COMMENT ON COLUMN venue_concentration.slot IS '[UTC] Start of the slot, UTC.';
COMMENT ON COLUMN venue_concentration.venue IS 'Code of the venue.';
COMMENT ON COLUMN venue_concentration.quantity IS '[base] A(1 %) + B(1 %) of the venue''s markets of the asset, in base.';
COMMENT ON COLUMN venue_concentration.markets IS 'Number of these markets.';
COMMENT ON COLUMN venue_concentration.share IS '[fraction] The venue''s quantity / that of all venues, as a fraction; null with a reason.';
COMMENT ON COLUMN venue_concentration.hhi IS '[fraction] Sum of the squared shares of all venues, as a fraction from 1 / venues to 1; null with a reason.';
COMMENT ON COLUMN venue_concentration.effective_venues IS '[venues] 1 / HHI, in venues: so many of equal depth would be as concentrated; null with a reason.';
COMMENT ON COLUMN venue_concentration.reason IS 'shallow when nothing rests within the band anywhere; null otherwise.';
