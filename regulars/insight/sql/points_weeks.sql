-- Redemptions and points redeemed of the first wallet, week by week, Monday to Sunday, whole weeks only, from the week after the first points.
WITH moved AS (
    SELECT CAST(floor((day - DATE '1970-01-05') / 7.0) AS INTEGER) AS week, member, seq, source, target, points FROM point_moves
), span AS (
    SELECT (SELECT min(week) FROM moved) AS first_week, CAST(floor((as_of - DATE '1970-01-05' + 1) / 7.0) AS INTEGER) AS after_last FROM shop
)
SELECT CAST(DATE '1970-01-05' + week * INTERVAL 7 DAY AS DATE) AS week_of, sum(CASE WHEN source = 'issued' THEN points ELSE 0 END) AS issued,
       count(DISTINCT CASE WHEN target = 'redeemed' THEN concat(member, '-', seq) END) AS redemptions, sum(CASE WHEN target = 'redeemed' THEN points ELSE 0 END) AS redeemed
FROM moved CROSS JOIN span WHERE week > first_week AND week < after_last GROUP BY week ORDER BY week
