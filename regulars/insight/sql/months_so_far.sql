-- The month that is running on the last day, and the same first days of the months before: orders, buyers, net revenue. The last 25 months.
WITH until AS (
    SELECT day(as_of) AS days, year(as_of) * 12 + month(as_of) - 1 AS this_month FROM shop
)
SELECT strftime(o.day, '%Y-%m') AS at_month, max(until.days) AS days, count(DISTINCT CASE WHEN is_purchase THEN member END) AS members,
       sum(CASE WHEN is_purchase THEN 1 ELSE 0 END) AS orders, sum(amount) AS revenue
FROM orders o CROSS JOIN until WHERE day(o.day) <= until.days AND year(o.day) * 12 + month(o.day) - 1 >= this_month - 24 GROUP BY 1 ORDER BY 1
