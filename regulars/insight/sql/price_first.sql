-- Members whose first purchase day held a discount beside those who paid in full: who came again within 90 days, of those whose first is at least 90 days old. Wilson's 95 % interval.
WITH firsts AS (
    SELECT member, min(day) AS first_day FROM purchase_days GROUP BY member
), each_member AS (
    SELECT o.member, min(first_day) AS first_day, min(CASE WHEN o.day > first_day THEN o.day END) AS second_day, max(CASE WHEN o.day = first_day AND o.discount > 0 THEN 1 ELSE 0 END) AS began_discounted,
           sum(CASE WHEN o.day > first_day THEN 1 ELSE 0 END) AS later, sum(CASE WHEN o.day > first_day AND o.discount > 0 THEN 1 ELSE 0 END) AS later_discounted
    FROM orders o JOIN firsts f ON f.member = o.member WHERE o.is_purchase GROUP BY o.member
), counted AS (
    SELECT began_discounted, count(*) AS members, sum(CASE WHEN s.as_of - e.first_day >= 90 THEN 1 ELSE 0 END) AS matured,
           sum(CASE WHEN s.as_of - e.first_day >= 90 AND second_day - e.first_day <= 90 THEN 1 ELSE 0 END) AS went_on, sum(later) AS later, sum(later_discounted) AS later_discounted
    FROM each_member e CROSS JOIN shop s GROUP BY began_discounted
), told AS (
    SELECT *, (went_on + 1.9207294) / (matured + 3.8414588) AS middle,
           1.959964 / (matured + 3.8414588) * sqrt(CASE WHEN matured > 0 THEN went_on * 1.0 * (matured - went_on) / matured ELSE 0 END + 0.9603647) AS reach
    FROM counted
)
SELECT CASE WHEN began_discounted = 1 THEN 'discount' ELSE 'full_price' END AS first_purchase, members, matured, went_on,
       CASE WHEN matured > 0 THEN went_on * 1.0 / matured END AS went_on_rate,
       CASE WHEN matured > 0 THEN greatest(middle - reach, 0.0) END AS low, CASE WHEN matured > 0 THEN least(middle + reach, 1.0) END AS high,
       CASE WHEN later > 0 THEN later_discounted * 1.0 / later END AS later_discounted_share
FROM told WHERE (SELECT max(began_discounted) FROM told) = 1 ORDER BY began_discounted DESC
