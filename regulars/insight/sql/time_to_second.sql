-- Kaplan-Meier: of those not yet seen a second time after t days, the share. Who has not come back yet leaves the count the day we stop looking.
WITH numbered AS (
    SELECT member, day, row_number() OVER (PARTITION BY member ORDER BY day) AS n FROM purchase_days
), pairs AS (
    SELECT member, min(CASE WHEN n = 1 THEN day END) AS first_day, min(CASE WHEN n = 2 THEN day END) AS second_day
    FROM numbered WHERE n <= 2 GROUP BY member
), times AS (
    SELECT coalesce(second_day, s.as_of) - pairs.first_day AS days, CASE WHEN second_day IS NULL THEN 0 ELSE 1 END AS came FROM pairs CROSS JOIN shop s
), each_day AS (
    SELECT days, sum(came) AS came, count(*) AS leaving FROM times GROUP BY days
), at_risk AS (
    SELECT days, came, sum(leaving) OVER (ORDER BY days DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS watched FROM each_day
), steps AS (
    SELECT days, came, watched, CASE WHEN came < watched THEN ln((watched - came) * 1.0 / watched) ELSE 0.0 END AS step,
           CASE WHEN came = watched THEN 1 ELSE 0 END AS emptied
    FROM at_risk WHERE came > 0
)
SELECT days, came, watched,
       CASE WHEN max(emptied) OVER so_far = 1 THEN 0.0 ELSE exp(sum(step) OVER so_far) END AS not_yet
FROM steps WINDOW so_far AS (ORDER BY days ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) ORDER BY days
