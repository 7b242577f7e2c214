-- The best fifth's share of revenue (rounded up to whole members), and the Gini coefficient over all who ever bought.
WITH spent AS (
    SELECT member, greatest(sum(amount), 0) AS amount FROM orders
    WHERE member IN (SELECT member FROM purchase_days) GROUP BY member
), ranked AS (
    SELECT amount, row_number() OVER (ORDER BY amount DESC, member) AS place, count(*) OVER () AS members FROM spent
)
SELECT max(members) AS members, sum(amount) AS total,
       CASE WHEN sum(amount) > 0 THEN sum(CASE WHEN place <= ceil(members / 5.0) THEN amount ELSE 0 END) * 1.0 / sum(amount) END AS top20_share,
       CASE WHEN sum(amount) > 0 THEN (max(members) + 1 - 2 * sum(amount * 1.0 * place) / sum(amount)) / max(members) END AS gini
FROM ranked
