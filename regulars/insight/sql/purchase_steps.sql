-- From one purchase day to the next: of the members whose n-th is at least 90 days old, those who came again within 90 days of it. Wilson's 95 % interval.
WITH numbered AS (
    SELECT member, day, row_number() OVER (PARTITION BY member ORDER BY day) AS n, lead(day) OVER (PARTITION BY member ORDER BY day) AS next_day FROM purchase_days
), steps AS (
    SELECT n, count(*) AS members, count(next_day) AS ever, sum(CASE WHEN s.as_of - day >= 90 THEN 1 ELSE 0 END) AS matured,
           sum(CASE WHEN s.as_of - day >= 90 AND next_day - day <= 90 THEN 1 ELSE 0 END) AS went_on
    FROM numbered CROSS JOIN shop s WHERE n <= 3 GROUP BY n
), told AS (
    SELECT n, members, ever, matured, went_on, (went_on + 1.9207294) / (matured + 3.8414588) AS middle,
           1.959964 / (matured + 3.8414588) * sqrt(CASE WHEN matured > 0 THEN went_on * 1.0 * (matured - went_on) / matured ELSE 0 END + 0.9603647) AS reach
    FROM steps
)
SELECT n AS purchase, members, ever, matured, went_on, CASE WHEN matured > 0 THEN went_on * 1.0 / matured END AS went_on_rate,
       CASE WHEN matured > 0 THEN greatest(middle - reach, 0.0) END AS low, CASE WHEN matured > 0 THEN least(middle + reach, 1.0) END AS high
FROM told ORDER BY n
