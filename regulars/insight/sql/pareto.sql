-- Revenue by member, the best first, in hundredths of the members. A member whose returns outweigh the purchases counts as 0.
WITH spent AS (
    SELECT member, greatest(sum(amount), 0) AS amount FROM orders
    WHERE member IN (SELECT member FROM purchase_days) GROUP BY member
), ranked AS (
    SELECT amount, row_number() OVER (ORDER BY amount DESC, member) AS place, count(*) OVER () AS members, sum(amount) OVER () AS total,
           sum(amount) OVER (ORDER BY amount DESC, member ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
    FROM spent
)
SELECT CAST(ceil(place * 100.0 / members) AS INTEGER) AS top_percent, max(so_far) AS amount, max(total) AS total,
       CASE WHEN max(total) > 0 THEN max(so_far) * 1.0 / max(total) END AS share
FROM ranked GROUP BY 1 ORDER BY 1
