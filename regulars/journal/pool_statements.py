"""What was begun between a member and a pool and has no last step yet."""

TOPICS = ("pool.giving", "pool.asking", "pool.joining", "pool.leaving", "pool.opening", "pool.dissolving", "pool.giving_back", "pool.freezing")

_STEP = "o.member_id || '.' || o.seq || "
_CREATED = "coalesce(d.outcome ->> 'status', 'created') = 'created'"
# A row of the outbox is the begun step; its last step is an event of the house, in the log of the one it concerns.
UNFINISHED_POOLS = f"""
outbox o WHERE o.topic IN ({", ".join(f"'{topic}'" for topic in TOPICS)})
   AND NOT EXISTS (SELECT 1 FROM event d WHERE d.source = 'regulars'
          AND d.member_id = CASE o.topic WHEN 'pool.leaving' THEN (o.payload ->> 'member')::bigint WHEN 'pool.opening' THEN (o.payload ->> 'member')::bigint
                                       WHEN 'pool.freezing' THEN (o.payload ->> 'pool')::bigint ELSE o.member_id END
          AND d.external_id = ANY (CASE o.topic WHEN 'pool.giving' THEN ARRAY[{_STEP}'.delivered', {_STEP}'.undelivered'] WHEN 'pool.asking' THEN ARRAY[{_STEP}'.settled']
                                                WHEN 'pool.joining' THEN ARRAY[{_STEP}'.unseated'] WHEN 'pool.leaving' THEN ARRAY[{_STEP}'.parted']
                                                WHEN 'pool.opening' THEN ARRAY[{_STEP}'.joined'] WHEN 'pool.giving_back' THEN ARRAY[{_STEP}'.gaveback']
                                                WHEN 'pool.freezing' THEN ARRAY[{_STEP}'.frozen'] ELSE ARRAY[{_STEP}'.closed'] END)
          AND (o.topic <> 'pool.opening' OR {_CREATED}))
   AND NOT EXISTS (SELECT 1 FROM event d WHERE d.source = 'regulars' AND o.topic IN ('pool.joining', 'pool.opening') AND {_CREATED}
          AND d.member_id = CASE o.topic WHEN 'pool.joining' THEN (o.payload ->> 'pool')::bigint ELSE o.member_id END
          AND d.external_id = {_STEP}CASE o.topic WHEN 'pool.joining' THEN '.seated' ELSE '.closed' END)
"""
# By the index on these topics: what was begun since then, oldest first; of one pool, where one is named.
OPEN_POOLS = f"""
SELECT e.member_id, e.seq, e.type, e.occurred_at, e.body::text, e.outcome::text
  FROM (SELECT DISTINCT o.member_id, o.seq, o.recorded_at FROM {UNFINISHED_POOLS}
           AND o.recorded_at >= %(since)s AND (%(pool)s::bigint IS NULL OR (o.payload ->> 'pool')::bigint = %(pool)s)) o
  JOIN event e ON e.member_id = o.member_id AND e.seq = o.seq
 ORDER BY o.recorded_at, o.member_id, o.seq LIMIT 1000
"""
