-- What the shop sold, to how many, how often. Money in the smallest unit; a return lowers revenue and is no order.
WITH buyers AS (
    SELECT member, count(*) AS days, sum(orders) AS orders FROM purchase_days GROUP BY member
), sums AS (
    SELECT count(*) AS members, coalesce(sum(orders), 0) AS orders, count(CASE WHEN days > 1 THEN 1 END) AS again,
           count(CASE WHEN orders > 1 THEN 1 END) AS again_orders
    FROM buyers
), money AS (
    SELECT coalesce(sum(amount), 0) AS revenue, coalesce(sum(CASE WHEN is_purchase THEN 0 ELSE amount END), 0) AS undone FROM orders
)
SELECT members, orders, revenue, undone,
       CASE WHEN orders > 0 THEN revenue * 1.0 / orders END AS aov,
       CASE WHEN members > 0 THEN orders * 1.0 / members END AS frequency,
       CASE WHEN members > 0 THEN again * 1.0 / members END AS repeat_rate,
       CASE WHEN members > 0 THEN again_orders * 1.0 / members END AS repeat_rate_orders
FROM sums CROSS JOIN money
