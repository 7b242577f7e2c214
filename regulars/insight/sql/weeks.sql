-- Week by week, Monday to Sunday, whole weeks only: who bought, orders, value sold before returns, value sent back in that week.
WITH span AS (
    SELECT CAST(ceil((first_day - DATE '1970-01-05') / 7.0) AS INTEGER) AS first_week, CAST(floor((as_of - DATE '1970-01-05' + 1) / 7.0) AS INTEGER) AS after_last FROM shop
), money AS (
    SELECT CAST(floor((day - DATE '1970-01-05') / 7.0) AS INTEGER) AS week, sum(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS sold, -sum(CASE WHEN amount < 0 THEN amount ELSE 0 END) AS undone
    FROM lines GROUP BY 1
), bought AS (
    SELECT CAST(floor((day - DATE '1970-01-05') / 7.0) AS INTEGER) AS week, count(DISTINCT member) AS members, sum(orders) AS orders FROM purchase_days GROUP BY 1
)
SELECT CAST(DATE '1970-01-05' + m.week * INTERVAL 7 DAY AS DATE) AS week_of, coalesce(members, 0) AS members, coalesce(orders, 0) AS orders, sold, undone,
       CASE WHEN orders > 0 THEN sold * 1.0 / orders END AS aov, CASE WHEN sold > 0 THEN undone * 1.0 / sold END AS return_rate
FROM money m LEFT JOIN bought b ON b.week = m.week CROSS JOIN span WHERE m.week >= first_week AND m.week < after_last ORDER BY m.week
