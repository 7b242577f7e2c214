-- Month by month and by category of goods, the 40 with most revenue, the last 25 months: lines sold and net revenue.
WITH ranked AS (
    SELECT category AS name, row_number() OVER (ORDER BY sum(amount) DESC, category) AS place FROM lines GROUP BY category
), since AS (
    SELECT year(as_of) * 12 + month(as_of) - 25 AS first_month FROM shop
)
SELECT strftime(day, '%Y-%m') AS at_month, name, sum(CASE WHEN amount >= 0 THEN 1 ELSE 0 END) AS lines_sold, sum(amount) AS revenue
FROM lines JOIN ranked ON ranked.name = lines.category CROSS JOIN since
WHERE place <= 40 AND year(day) * 12 + month(day) - 1 >= first_month GROUP BY 1, 2 ORDER BY 1, revenue DESC, name
