-- What was sent back in the last 365 days: of what was sold in them, by value and by orders that hold a return.
WITH lately AS (
    SELECT l.order_id, l.member, l.amount FROM lines l CROSS JOIN shop s WHERE l.day > s.as_of - INTERVAL 365 DAY
), each_order AS (
    SELECT order_id, member, max(CASE WHEN amount < 0 THEN 1 ELSE 0 END) AS holds_return, max(CASE WHEN amount >= 0 THEN 1 ELSE 0 END) AS holds_sale
    FROM lately GROUP BY order_id, member
), money AS (
    SELECT coalesce(sum(CASE WHEN amount > 0 THEN amount ELSE 0 END), 0) AS sold, coalesce(-sum(CASE WHEN amount < 0 THEN amount ELSE 0 END), 0) AS undone FROM lately
), counts AS (
    SELECT coalesce(sum(holds_sale), 0) AS orders, coalesce(sum(holds_return), 0) AS orders_with_return FROM each_order
)
SELECT orders, orders_with_return, sold AS revenue, undone, CASE WHEN sold > 0 THEN undone * 1.0 / sold END AS return_rate FROM counts CROSS JOIN money
