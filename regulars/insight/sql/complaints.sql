-- Complaints of the last 365 days (events whose name begins with "complaint"), beside the orders of the same days; and the members they are of.
WITH told AS (
    SELECT count(*) AS complaints, count(DISTINCT member) AS members FROM happenings CROSS JOIN shop s WHERE type LIKE 'complaint%' AND day > s.as_of - INTERVAL 365 DAY
), sold AS (
    SELECT coalesce(sum(p.orders), 0) AS orders FROM purchase_days p CROSS JOIN shop s WHERE p.day > s.as_of - INTERVAL 365 DAY
)
SELECT complaints, members, orders, CASE WHEN orders > 0 THEN complaints * 1.0 / orders END AS complaint_rate
FROM told CROSS JOIN sold WHERE EXISTS (SELECT 1 FROM happenings WHERE type LIKE 'complaint%')
