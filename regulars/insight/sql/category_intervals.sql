-- Days between one purchase of a member in a category and the next there on another day; the 40 categories with most gaps. The last gap, still open, is not counted.
-- From 3 million lines on, one member in ten is looked at.
WITH looked_at AS (
    SELECT CASE WHEN count(*) > 3000000 THEN 10 ELSE 1 END AS one_in FROM lines
), gaps AS (
    SELECT category, member, day - lag(day) OVER (PARTITION BY category, member ORDER BY day) AS gap FROM lines CROSS JOIN looked_at WHERE amount >= 0 AND member % one_in = 0
), counted AS (
    SELECT category AS name, count(DISTINCT member) AS members, count(*) AS gaps, median(gap) AS median_days,
           sum(CASE WHEN gap <= 30 THEN 1 ELSE 0 END) * 1.0 / count(*) AS within_30_share, sum(CASE WHEN gap <= 90 THEN 1 ELSE 0 END) * 1.0 / count(*) AS within_90_share
    FROM gaps WHERE gap > 0 GROUP BY category
), ranked AS (
    SELECT name, members, gaps, median_days, within_30_share, within_90_share, row_number() OVER (ORDER BY gaps DESC, name) AS place FROM counted
)
SELECT name, members, gaps, median_days, within_30_share, within_90_share FROM ranked WHERE place <= 40 ORDER BY place
