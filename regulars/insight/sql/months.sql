-- Month by month: who bought, who of them for the first time, orders, net revenue.
WITH firsts AS (
    SELECT member, min(day) AS first_day FROM purchase_days GROUP BY member
), bought AS (
    SELECT strftime(p.day, '%Y-%m') AS at_month, count(DISTINCT p.member) AS members, sum(p.orders) AS orders,
           count(DISTINCT CASE WHEN strftime(f.first_day, '%Y-%m') = strftime(p.day, '%Y-%m') THEN p.member END) AS new_members
    FROM purchase_days p JOIN firsts f USING (member) GROUP BY 1
), money AS (
    SELECT strftime(day, '%Y-%m') AS at_month, sum(amount) AS revenue FROM orders GROUP BY 1
)
SELECT at_month, coalesce(members, 0) AS members, coalesce(new_members, 0) AS new_members, coalesce(members, 0) - coalesce(new_members, 0) AS known_members,
       coalesce(orders, 0) AS orders, revenue
FROM money LEFT JOIN bought USING (at_month) ORDER BY at_month
