-- By category of goods: who bought there, in how many orders, net revenue, and its share.
SELECT category AS name, count(DISTINCT CASE WHEN amount >= 0 THEN member END) AS members, count(DISTINCT CASE WHEN amount >= 0 THEN order_id END) AS orders,
       sum(amount) AS revenue, CASE WHEN sum(sum(amount)) OVER () > 0 THEN sum(amount) * 1.0 / sum(sum(amount)) OVER () END AS share
FROM lines GROUP BY category ORDER BY revenue DESC, name
