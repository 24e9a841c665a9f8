CREATE VIEW optimal_transactions AS
SELECT fill.price AS coin_price,
       fill.quantity AS amount_requested,
       fill.amount AS transaction_cost,
       CASE fill.side WHEN 'buy' THEN 'ask' ELSE 'bid' END AS transaction_type,
       floor(extract(epoch FROM book.requested_at))::bigint AS pull_timestamp,
       coin_transaction_id(market.market, fill.slot, fill.order_size, fill.fill_policy) AS coin_transaction_id
FROM shown_book AS book
JOIN dim_market AS market USING (market_id)
JOIN fact_fill AS fill USING (market_id, slot, version);
COMMENT ON VIEW optimal_transactions IS 'The fills of every stored walk, as the prototype''s table of that name.';
COMMENT ON COLUMN optimal_transactions.coin_price IS 'Price of the level, in quote per base.';
COMMENT ON COLUMN optimal_transactions.amount_requested IS 'What was taken of the level, in base.';
COMMENT ON COLUMN optimal_transactions.transaction_cost IS 'What that costs or brings, in quote; adds up to the walk''s filled amount.';
COMMENT ON COLUMN optimal_transactions.transaction_type IS 'ask: what a buy takes; bid: what a sell takes.';
COMMENT ON COLUMN optimal_transactions.pull_timestamp IS 'When the book was requested, whole seconds since 1970-01-01 UTC.';
COMMENT ON COLUMN optimal_transactions.coin_transaction_id IS 'Names the walks of one order size through one book: market/slot/order size/fill policy; key of transactions_summary.';
