-- The last 365 days: who bought on two days of them, and who bought in them having bought before (on any earlier day).
WITH firsts AS (
    SELECT member, min(day) AS first_day FROM purchase_days GROUP BY member
), lately AS (
    SELECT p.member, count(*) AS days, max(p.day) AS last_day
    FROM purchase_days p CROSS JOIN shop s WHERE p.day > s.as_of - INTERVAL 365 DAY GROUP BY p.member
)
SELECT count(*) AS members, count(CASE WHEN days > 1 THEN 1 END) AS twice, count(CASE WHEN last_day > first_day THEN 1 END) AS returning_members,
       CASE WHEN count(*) > 0 THEN count(CASE WHEN days > 1 THEN 1 END) * 1.0 / count(*) END AS repeat_rate,
       CASE WHEN count(*) > 0 THEN count(CASE WHEN last_day > first_day THEN 1 END) * 1.0 / count(*) END AS returning_rate
FROM lately JOIN firsts USING (member)
