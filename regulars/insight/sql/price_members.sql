-- For each buyer: orders, those of them at a discount, what was paid, what was given off, and the group: full price, sometimes (under a third), often, mostly (two thirds and more).
WITH each_member AS (
    SELECT member, count(*) AS orders, sum(CASE WHEN discount > 0 THEN 1 ELSE 0 END) AS discounted, sum(amount) AS amount, sum(CASE WHEN discount > 0 THEN discount ELSE 0 END) AS discount
    FROM orders WHERE is_purchase GROUP BY member
)
SELECT member, orders, discounted, amount, discount,
       CASE WHEN discounted = 0 THEN 'full_price' WHEN discounted * 3 < orders THEN 'sometimes' WHEN discounted * 3 < orders * 2 THEN 'often' ELSE 'mostly' END AS price_group
FROM each_member WHERE EXISTS (SELECT 1 FROM orders WHERE discount > 0) ORDER BY member
