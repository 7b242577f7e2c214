-- Of all who ever bought, those who bought in the last 90 days; and those whose first purchase fell in them.
WITH each_member AS (
    SELECT member, min(day) AS first_day, max(day) AS last_day FROM purchase_days GROUP BY member
), told AS (
    SELECT CASE WHEN e.last_day > s.as_of - INTERVAL 90 DAY THEN 1 ELSE 0 END AS is_active,
           CASE WHEN e.first_day > s.as_of - INTERVAL 90 DAY THEN 1 ELSE 0 END AS is_new
    FROM each_member e CROSS JOIN shop s
)
SELECT count(*) AS members, coalesce(sum(is_active), 0) AS active, coalesce(sum(is_new), 0) AS new_members,
       CASE WHEN count(*) > 0 THEN sum(is_active) * 1.0 / count(*) END AS active_rate,
       CASE WHEN count(*) > sum(is_new) THEN sum(is_new) * 1.0 / (count(*) - sum(is_new)) END AS member_growth
FROM told
