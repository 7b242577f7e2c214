-- What was begun between members and pools: the clock's job looks for what has no last step.
CREATE INDEX outbox_pools ON outbox (recorded_at)
 WHERE topic IN ('pool.giving', 'pool.asking', 'pool.joining', 'pool.leaving', 'pool.opening', 'pool.dissolving');
CREATE INDEX outbox_pool ON outbox (((payload ->> 'pool')::bigint), recorded_at)
 WHERE topic IN ('pool.giving', 'pool.asking', 'pool.joining', 'pool.leaving', 'pool.opening', 'pool.dissolving');
