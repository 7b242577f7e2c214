-- By channel: who bought there, orders, net revenue, and its share.
SELECT channel AS name, count(DISTINCT CASE WHEN is_purchase THEN member END) AS members, sum(CASE WHEN is_purchase THEN 1 ELSE 0 END) AS orders,
       sum(amount) AS revenue, CASE WHEN sum(sum(amount)) OVER () > 0 THEN sum(amount) * 1.0 / sum(sum(amount)) OVER () END AS share
FROM orders GROUP BY channel ORDER BY revenue DESC, name
