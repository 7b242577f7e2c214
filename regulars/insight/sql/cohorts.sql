-- Members by the month of their first purchase, and how many of them bought in each later month that is over by as_of.
WITH bought AS (
    SELECT member, year(day) * 12 + month(day) - 1 AS at_month FROM purchase_days GROUP BY 1, 2
), cohort AS (
    SELECT member, min(at_month) AS born FROM bought GROUP BY member
), sizes AS (
    SELECT born, count(*) AS size FROM cohort GROUP BY born
), until AS (
    SELECT year(as_of + INTERVAL 1 DAY) * 12 + month(as_of + INTERVAL 1 DAY) - 2 AS last_whole FROM shop
), active AS (
    SELECT born, at_month - born AS months_after, count(*) AS active
    FROM bought JOIN cohort USING (member) CROSS JOIN until WHERE at_month > born AND at_month <= last_whole GROUP BY 1, 2
)
SELECT born, size, months_after, active, last_whole - born AS matured FROM sizes CROSS JOIN until LEFT JOIN active USING (born) ORDER BY born, months_after
