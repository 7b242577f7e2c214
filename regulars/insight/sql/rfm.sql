-- For each buyer: days since the last purchase, days with a purchase, net revenue.
WITH visits AS (
    SELECT member, max(day) AS latest_day, count(*) AS frequency FROM purchase_days GROUP BY member
), spent AS (
    SELECT member, sum(amount) AS monetary FROM orders GROUP BY member
)
SELECT member, ref, s.as_of - latest_day AS recency, frequency, monetary
FROM visits JOIN spent USING (member) JOIN members USING (member) CROSS JOIN shop s ORDER BY member
