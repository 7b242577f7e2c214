-- By category of goods, the 40 with most sales: the share of what was sold that went at a discount, and how deep that was.
WITH ranked AS (
    SELECT category AS name, count(*) AS lines_sold, sum(CASE WHEN discount > 0 THEN 1 ELSE 0 END) AS lines_discounted, sum(amount) AS sold, sum(CASE WHEN discount > 0 THEN amount ELSE 0 END) AS sold_discounted,
           sum(CASE WHEN discount > 0 THEN discount ELSE 0 END) AS discount, row_number() OVER (ORDER BY sum(amount) DESC, category) AS place
    FROM lines WHERE amount >= 0 GROUP BY category
)
SELECT name, lines_sold, lines_discounted, sold, CASE WHEN sold > 0 THEN sold_discounted * 1.0 / sold END AS discounted_share,
       CASE WHEN sold_discounted + discount > 0 THEN discount * 1.0 / (sold_discounted + discount) END AS depth_share
FROM ranked WHERE place <= 40 AND (SELECT sum(discount) FROM ranked) > 0 ORDER BY place
