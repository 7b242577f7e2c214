-- Members by how many of their orders were at a discount: none, under a third, under two thirds, more. Depth: given off ÷ what those orders would have cost.
WITH each_member AS (
    SELECT member, count(*) AS orders, sum(CASE WHEN discount > 0 THEN 1 ELSE 0 END) AS discounted, sum(amount) AS amount,
           sum(CASE WHEN discount > 0 THEN discount ELSE 0 END) AS discount, sum(CASE WHEN discount > 0 THEN amount ELSE 0 END) AS paid_discounted
    FROM orders WHERE is_purchase GROUP BY member
), grouped AS (
    SELECT CASE WHEN discounted = 0 THEN 1 WHEN discounted * 3 < orders THEN 2 WHEN discounted * 3 < orders * 2 THEN 3 ELSE 4 END AS place,
           orders, discounted, amount, discount, paid_discounted
    FROM each_member
), told AS (
    SELECT place, count(*) AS members, sum(orders) AS orders, sum(discounted) AS discounted, sum(amount) AS revenue, sum(discount) AS discount, sum(paid_discounted) AS paid FROM grouped GROUP BY place
)
SELECT CASE place WHEN 1 THEN 'full_price' WHEN 2 THEN 'sometimes' WHEN 3 THEN 'often' ELSE 'mostly' END AS price_group, members, orders, discounted, revenue,
       discounted * 1.0 / orders AS discounted_share, CASE WHEN paid + discount > 0 THEN discount * 1.0 / (paid + discount) END AS depth_share,
       orders * 1.0 / members AS frequency, revenue * 1.0 / orders AS aov
FROM told WHERE (SELECT sum(discounted) FROM told) > 0 ORDER BY place
