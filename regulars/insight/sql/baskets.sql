-- How many lines an order has, and what such orders are worth.
WITH sizes AS (
    SELECT least(lines, 10) AS size, amount FROM orders WHERE is_purchase
)
SELECT size, count(*) AS orders, sum(amount) AS revenue, median(amount) AS median_amount FROM sizes GROUP BY size ORDER BY size
