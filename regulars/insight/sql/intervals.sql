-- Days between one purchase day of a member and the next; how many of the gaps are so long, and longer than none shorter.
WITH gaps AS (
    SELECT day - lag(day) OVER (PARTITION BY member ORDER BY day) AS gap FROM purchase_days
), counted AS (
    SELECT gap, count(*) AS times FROM gaps WHERE gap IS NOT NULL GROUP BY gap
)
SELECT gap, times, sum(times) OVER (ORDER BY gap ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) * 1.0 / sum(times) OVER () AS share_so_far
FROM counted ORDER BY gap
