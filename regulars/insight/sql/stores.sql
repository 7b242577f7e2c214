-- By store: who bought there, orders, net revenue, and its share.
SELECT store AS name, count(DISTINCT CASE WHEN is_purchase THEN member END) AS members, sum(CASE WHEN is_purchase THEN 1 ELSE 0 END) AS orders,
       sum(amount) AS revenue, CASE WHEN sum(sum(amount)) OVER () > 0 THEN sum(amount) * 1.0 / sum(sum(amount)) OVER () END AS share
FROM orders GROUP BY store ORDER BY revenue DESC, name
