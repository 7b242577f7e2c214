-- The latest span of days beside the one before it: half of what has been watched, a year at most.
WITH span AS (
    SELECT as_of, least(365, CAST(floor((as_of - first_day + 1) / 2) AS INTEGER)) AS days FROM shop
), told AS (
    SELECT o.member, o.amount, o.is_purchase, CASE WHEN o.day > as_of - days * INTERVAL 1 DAY THEN 1 ELSE 0 END AS is_latest
    FROM orders o CROSS JOIN span WHERE o.day > as_of - 2 * days * INTERVAL 1 DAY
)
SELECT is_latest, max(days) AS days, count(DISTINCT CASE WHEN is_purchase THEN member END) AS members,
       sum(CASE WHEN is_purchase THEN 1 ELSE 0 END) AS orders, sum(amount) AS revenue
FROM told CROSS JOIN span GROUP BY is_latest ORDER BY is_latest
