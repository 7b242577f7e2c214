-- The first wallet's points in the last 365 days: given out (less what was taken back), redeemed (less what came back), lapsed; as shares of what was given out.
WITH told AS (
    SELECT coalesce(sum(CASE WHEN source = 'issued' THEN points WHEN target = 'issued' THEN -points ELSE 0 END), 0) AS issued,
           coalesce(sum(CASE WHEN target = 'redeemed' THEN points WHEN source = 'redeemed' THEN -points ELSE 0 END), 0) AS redeemed,
           coalesce(sum(CASE WHEN target = 'breakage' THEN points WHEN source = 'breakage' THEN -points ELSE 0 END), 0) AS lapsed
    FROM point_moves CROSS JOIN shop s WHERE day > s.as_of - INTERVAL 365 DAY
)
SELECT issued, redeemed, lapsed, CASE WHEN issued > 0 THEN redeemed * 1.0 / issued END AS redemption_rate, CASE WHEN issued > 0 THEN lapsed * 1.0 / issued END AS breakage_rate
FROM told WHERE EXISTS (SELECT 1 FROM point_moves)
