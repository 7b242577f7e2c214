-- Month by month and by channel, the 40 with most revenue, the last 25 months: orders and net revenue.
WITH ranked AS (
    SELECT channel AS name, row_number() OVER (ORDER BY sum(amount) DESC, channel) AS place FROM orders GROUP BY channel
), since AS (
    SELECT year(as_of) * 12 + month(as_of) - 25 AS first_month FROM shop
)
SELECT strftime(day, '%Y-%m') AS at_month, name, sum(CASE WHEN is_purchase THEN 1 ELSE 0 END) AS orders, sum(amount) AS revenue
FROM orders JOIN ranked ON ranked.name = orders.channel CROSS JOIN since
WHERE place <= 40 AND year(day) * 12 + month(day) - 1 >= first_month GROUP BY 1, 2 ORDER BY 1, revenue DESC, name
