-- From the first purchase day to the second. The 90 days are asked of those whose first purchase is at least 90 days old.
WITH numbered AS (
    SELECT member, day, row_number() OVER (PARTITION BY member ORDER BY day) AS n FROM purchase_days
), pairs AS (
    SELECT member, min(CASE WHEN n = 1 THEN day END) AS first_day, min(CASE WHEN n = 2 THEN day END) AS second_day
    FROM numbered WHERE n <= 2 GROUP BY member
), gaps AS (
    SELECT second_day - pairs.first_day AS gap, s.as_of - pairs.first_day AS watched FROM pairs CROSS JOIN shop s
)
SELECT count(*) AS members, count(gap) AS repeaters, count(CASE WHEN watched >= 90 THEN 1 END) AS matured,
       count(CASE WHEN watched >= 90 AND gap <= 90 THEN 1 END) AS within_90,
       CASE WHEN count(CASE WHEN watched >= 90 THEN 1 END) > 0
            THEN count(CASE WHEN watched >= 90 AND gap <= 90 THEN 1 END) * 1.0 / count(CASE WHEN watched >= 90 THEN 1 END) END AS repurchase_90d,
       median(gap) AS median_days
FROM gaps
